/* Bulletin: each format goes through the same files, tests and failures. */
#include "scenario/bulletin.h"

#include <string.h>

#include "fenrun.h"

uint32_t fenrun__bulletin_percent(uint64_t covered, uint64_t items) {
    /* Items are counted in arrays: a hundredfold fits. */
    return items == 0 ? 100 : (uint32_t)(covered * 100 / items);
}

static struct fenrun__text bulletin_text(const struct fenrun__bulletin *bulletin,
                                         struct fenrun__span span) {
    return fenrun__verdict_text(bulletin->verdict, span);
}

/* "1 test", "3 tests". */
static void bulletin_count(uint64_t count, const char *noun, struct fenrun__writer *writer) {
    fenrun__writer_format(writer, "%U %s%s", count, noun, count == 1 ? "" : "s");
}

/* A text with its bytes that have a meaning in a format replaced. `escapes` are pairs: a byte, then
   what stands for it; ended by NULL. */
static void bulletin_escape(struct fenrun__text text, const char *const *escapes,
                            struct fenrun__writer *writer) {
    size_t run = 0;
    for (size_t at = 0; at < text.size; at++) {
        const char *const *escape = escapes;
        while (*escape && (*escape)[0] != text.bytes[at]) escape++;
        if (!*escape) continue;
        fenrun__writer_put(writer, text.bytes + run, at - run);
        fenrun__writer_format(writer, "%s", *escape + 1);
        run = at + 1;
    }
    if (text.size > run) fenrun__writer_put(writer, text.bytes + run, text.size - run);
}

/* ---- Text ---- */

static void bulletin_text_coverage(const struct fenrun__bulletin *bulletin,
                                   struct fenrun__writer *writer) {
    const struct fenrun__coverage *coverage = bulletin->coverage;
    fenrun__writer_format(writer, "coverage %u%%: %U of %U\n",
                          fenrun__bulletin_percent(bulletin->covered_count, bulletin->item_count),
                          bulletin->covered_count, bulletin->item_count);
    for (size_t i = 0; i < coverage->item_count; i++) {
        const struct fenrun__coverage_item *item = &coverage->items[i];
        if (item->covered || item->repeated) continue;
        fenrun__writer_format(writer, "  %T:%u: %T is not tested\n",
                              fenrun__coverage_text(coverage, item->path), item->line,
                              fenrun__coverage_text(coverage, item->name));
    }
}

static void bulletin_text_notice(const struct fenrun__bulletin *bulletin,
                                 const struct fenrun__notice *notice,
                                 struct fenrun__writer *writer) {
    fenrun__writer_format(writer, "%T", bulletin_text(bulletin, notice->path));
    if (notice->line > 0) fenrun__writer_format(writer, ":%u", notice->line);
    if (notice->column > 0) fenrun__writer_format(writer, ":%u", notice->column);
    fenrun__writer_format(writer, ": %T\n", bulletin_text(bulletin, notice->message));
}

static void bulletin_text_test(const struct fenrun__bulletin *bulletin,
                               const struct fenrun__verdict_file *file,
                               const struct fenrun__verdict_test *test,
                               struct fenrun__writer *writer) {
    if (test->failure_count == 0) return;
    fenrun__writer_format(writer, "FAILED %T:%u: %T\n", bulletin_text(bulletin, file->path),
                          test->line, bulletin_text(bulletin, test->name));
    for (size_t i = 0; i < test->failure_count; i++) {
        const struct fenrun__failure *failure =
            &bulletin->verdict->failures[test->failure_first + i];
        fenrun__writer_format(writer, "  line %u: %T\n", failure->line,
                              bulletin_text(bulletin, failure->message));
        fenrun__writer_format(writer, "%T", bulletin_text(bulletin, failure->details));
    }
    fenrun__writer_format(writer, "\n");
}

static void bulletin_text_summary(const struct fenrun__bulletin *bulletin,
                                  struct fenrun__writer *writer) {
    const struct fenrun__verdict *verdict = bulletin->verdict;
    uint64_t wrong = 0;
    for (size_t i = 0; i < verdict->file_count; i++) wrong += verdict->files[i].notice_count > 0;
    if (verdict->failed_count > 0) {
        fenrun__writer_format(writer, "%U of ", (uint64_t)verdict->failed_count);
    }
    bulletin_count(verdict->test_count, "test", writer);
    if (verdict->failed_count > 0) {
        fenrun__writer_format(writer, " failed");
    } else {
        fenrun__writer_format(writer, " of ");
        bulletin_count(verdict->file_count, "file", writer);
        fenrun__writer_format(writer, " passed");
    }
    if (verdict->updated_count > 0) {
        fenrun__writer_format(writer, ", ");
        bulletin_count(verdict->updated_count, "file", writer);
        fenrun__writer_format(writer, " updated");
    }
    if (wrong > 0) {
        fenrun__writer_format(writer, ", ");
        bulletin_count(wrong, "file", writer);
        fenrun__writer_format(writer, " could not be run");
    }
    fenrun__writer_format(writer, "\n");
}

/* What to do about failures, with a command for the files that it can help. */
static void bulletin_text_advice(const struct fenrun__bulletin *bulletin,
                                 struct fenrun__writer *writer) {
    const struct fenrun__verdict *verdict = bulletin->verdict;
    const char *command = "If the rule set is right: fenrun test --update";
    for (size_t i = 0; i < verdict->file_count && !bulletin->updating; i++) {
        const struct fenrun__verdict_file *file = &verdict->files[i];
        if (!file->updatable) continue;
        fenrun__writer_format(writer, "%s %T", command, bulletin_text(bulletin, file->path));
        command = "";
    }
    if (!*command) fenrun__writer_format(writer, "\n");
}

static void bulletin_write_text(const struct fenrun__bulletin *bulletin,
                                struct fenrun__writer *writer) {
    const struct fenrun__verdict *verdict = bulletin->verdict;
    for (size_t i = 0; i < verdict->file_count; i++) {
        const struct fenrun__verdict_file *file = &verdict->files[i];
        for (size_t k = 0; k < file->notice_count; k++) {
            bulletin_text_notice(bulletin, &verdict->notices[file->notice_first + k], writer);
        }
        for (size_t k = 0; k < file->test_count; k++) {
            bulletin_text_test(bulletin, file, &verdict->tests[file->test_first + k], writer);
        }
    }
    if (bulletin->item_count > 0) bulletin_text_coverage(bulletin, writer);
    bulletin_text_summary(bulletin, writer);
    bulletin_text_advice(bulletin, writer);
}

/* ---- JUnit ---- */

static const char *const bulletin_xml[] = {"&&amp;", "<&lt;", ">&gt;", "\"&quot;", NULL};

/* How many bytes of a text, at its beginning, are one that is no character of XML 1.0, not even
   escaped; 0 if none. */
static size_t bulletin_not_xml(struct fenrun__text text) {
    unsigned char first = (unsigned char)text.bytes[0];
    if (first < 0x20) return first != '\n' && first != '\t';
    /* U+FFFE and U+FFFF. */
    return text.size > 2 && (memcmp(text.bytes, "\xef\xbf\xbe", 3) == 0 ||
                             memcmp(text.bytes, "\xef\xbf\xbf", 3) == 0)
               ? 3
               : 0;
}

static void bulletin_xml_text(struct fenrun__text text, struct fenrun__writer *writer) {
    while (text.size > 0) {
        size_t run = 0, taken = 0;
        while (run < text.size && taken == 0) {
            taken = bulletin_not_xml((struct fenrun__text){text.bytes + run, text.size - run});
            if (taken == 0) run++;
        }
        bulletin_escape((struct fenrun__text){text.bytes, run}, bulletin_xml, writer);
        if (taken > 0) fenrun__writer_put(writer, "?", 1);
        text = (struct fenrun__text){text.bytes + run + taken, text.size - run - taken};
    }
}

static void bulletin_junit_test(const struct fenrun__bulletin *bulletin,
                                const struct fenrun__verdict_file *file,
                                const struct fenrun__verdict_test *test,
                                struct fenrun__writer *writer) {
    fenrun__writer_format(writer, "    <testcase name=\"");
    bulletin_xml_text(bulletin_text(bulletin, test->name), writer);
    fenrun__writer_format(writer, "\" classname=\"");
    bulletin_xml_text(bulletin_text(bulletin, file->path), writer);
    fenrun__writer_format(writer, "\" file=\"");
    bulletin_xml_text(bulletin_text(bulletin, file->path), writer);
    fenrun__writer_format(writer, "\" line=\"%u\"", test->line);
    if (test->failure_count == 0) {
        fenrun__writer_format(writer, "/>\n");
        return;
    }
    fenrun__writer_format(writer, ">\n");
    for (size_t i = 0; i < test->failure_count; i++) {
        const struct fenrun__failure *failure =
            &bulletin->verdict->failures[test->failure_first + i];
        fenrun__writer_format(writer, "      <failure message=\"line %u: ", failure->line);
        bulletin_xml_text(bulletin_text(bulletin, failure->message), writer);
        fenrun__writer_format(writer, "\">");
        bulletin_xml_text(bulletin_text(bulletin, failure->details), writer);
        fenrun__writer_format(writer, "</failure>\n");
    }
    fenrun__writer_format(writer, "    </testcase>\n");
}

static void bulletin_junit_notice(const struct fenrun__bulletin *bulletin,
                                  const struct fenrun__verdict_file *file,
                                  const struct fenrun__notice *notice,
                                  struct fenrun__writer *writer) {
    fenrun__writer_format(writer, "    <testcase name=\"");
    bulletin_xml_text(bulletin_text(bulletin, notice->path), writer);
    fenrun__writer_format(writer, ":%u\" classname=\"", notice->line);
    bulletin_xml_text(bulletin_text(bulletin, file->path), writer);
    fenrun__writer_format(writer, "\">\n      <error message=\"");
    bulletin_xml_text(bulletin_text(bulletin, notice->message), writer);
    fenrun__writer_format(writer, "\"/>\n    </testcase>\n");
}

static void bulletin_write_junit(const struct fenrun__bulletin *bulletin,
                                 struct fenrun__writer *writer) {
    const struct fenrun__verdict *verdict = bulletin->verdict;
    uint64_t notices = verdict->notice_count;
    fenrun__writer_format(writer,
                          "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"fenrun\" "
                          "tests=\"%U\" failures=\"%U\" errors=\"%U\">\n",
                          verdict->test_count + notices, (uint64_t)verdict->failed_count, notices);
    for (size_t i = 0; i < verdict->file_count; i++) {
        const struct fenrun__verdict_file *file = &verdict->files[i];
        fenrun__writer_format(writer, "  <testsuite name=\"");
        bulletin_xml_text(bulletin_text(bulletin, file->path), writer);
        fenrun__writer_format(writer, "\" tests=\"%U\" failures=\"%U\" errors=\"%U\">\n",
                              (uint64_t)(file->test_count + file->notice_count),
                              (uint64_t)file->failed_count, (uint64_t)file->notice_count);
        for (size_t k = 0; k < file->notice_count; k++) {
            bulletin_junit_notice(bulletin, file, &verdict->notices[file->notice_first + k],
                                  writer);
        }
        for (size_t k = 0; k < file->test_count; k++) {
            bulletin_junit_test(bulletin, file, &verdict->tests[file->test_first + k], writer);
        }
        fenrun__writer_format(writer, "  </testsuite>\n");
    }
    fenrun__writer_format(writer, "</testsuites>\n");
}

/* ---- TAP ---- */

static const char *const bulletin_tap[] = {"\\\\\\", "#\\#", NULL};

/* A block of YAML: the message in quotes, the details as they are. */
static void bulletin_tap_failure(const struct fenrun__bulletin *bulletin,
                                 const struct fenrun__failure *failure,
                                 struct fenrun__writer *writer) {
    struct fenrun__text details = bulletin_text(bulletin, failure->details);
    fenrun__writer_format(writer, "    - line: %u\n      message: ", failure->line);
    fenrun__writer_json(writer, bulletin_text(bulletin, failure->message));
    fenrun__writer_format(writer, "\n");
    if (details.size == 0) return;
    fenrun__writer_format(writer, "      details: |2\n");
    static const char *const lines[] = {"\n\n        ", NULL};
    while (details.size > 0 && details.bytes[details.size - 1] == '\n') details.size--;
    fenrun__writer_format(writer, "        ");
    bulletin_escape(details, lines, writer);
    fenrun__writer_format(writer, "\n");
}

static void bulletin_write_tap(const struct fenrun__bulletin *bulletin,
                               struct fenrun__writer *writer) {
    const struct fenrun__verdict *verdict = bulletin->verdict;
    uint64_t number = 0;
    fenrun__writer_format(writer, "TAP version 14\n1..%U\n",
                          (uint64_t)(verdict->test_count + verdict->notice_count));
    for (size_t i = 0; i < verdict->file_count; i++) {
        const struct fenrun__verdict_file *file = &verdict->files[i];
        for (size_t k = 0; k < file->notice_count; k++) {
            const struct fenrun__notice *notice = &verdict->notices[file->notice_first + k];
            fenrun__writer_format(writer, "not ok %U - ", ++number);
            bulletin_escape(bulletin_text(bulletin, notice->path), bulletin_tap, writer);
            fenrun__writer_format(writer, ":%u: ", notice->line);
            bulletin_escape(bulletin_text(bulletin, notice->message), bulletin_tap, writer);
            fenrun__writer_format(writer, "\n");
        }
        for (size_t k = 0; k < file->test_count; k++) {
            const struct fenrun__verdict_test *test = &verdict->tests[file->test_first + k];
            fenrun__writer_format(writer, "%sok %U - ", test->failure_count ? "not " : "",
                                  ++number);
            bulletin_escape(bulletin_text(bulletin, file->path), bulletin_tap, writer);
            fenrun__writer_format(writer, ": ");
            bulletin_escape(bulletin_text(bulletin, test->name), bulletin_tap, writer);
            fenrun__writer_format(writer, "\n");
            if (test->failure_count == 0) continue;
            fenrun__writer_format(writer, "  ---\n  failures:\n");
            for (size_t f = 0; f < test->failure_count; f++) {
                bulletin_tap_failure(bulletin, &verdict->failures[test->failure_first + f],
                                     writer);
            }
            fenrun__writer_format(writer, "  ...\n");
        }
    }
    if (bulletin->item_count > 0) {
        fenrun__writer_format(
            writer, "# coverage %u%%: %U of %U\n",
            fenrun__bulletin_percent(bulletin->covered_count, bulletin->item_count),
            bulletin->covered_count, bulletin->item_count);
    }
}

/* ---- JSON ---- */

static void bulletin_json_field(const char *name, struct fenrun__text text,
                                struct fenrun__writer *writer) {
    fenrun__writer_format(writer, "\"%s\":", name);
    fenrun__writer_json(writer, text);
}

static void bulletin_json_test(const struct fenrun__bulletin *bulletin,
                               const struct fenrun__verdict_test *test,
                               struct fenrun__writer *writer) {
    fenrun__writer_format(writer, "{");
    bulletin_json_field("name", bulletin_text(bulletin, test->name), writer);
    fenrun__writer_format(writer, ",\"line\":%u,\"passed\":%s,\"failures\":[", test->line,
                          test->failure_count ? "false" : "true");
    for (size_t i = 0; i < test->failure_count; i++) {
        const struct fenrun__failure *failure =
            &bulletin->verdict->failures[test->failure_first + i];
        fenrun__writer_format(writer, "%s{\"line\":%u,", i ? "," : "", failure->line);
        bulletin_json_field("message", bulletin_text(bulletin, failure->message), writer);
        fenrun__writer_format(writer, ",");
        bulletin_json_field("details", bulletin_text(bulletin, failure->details), writer);
        fenrun__writer_format(writer, "}");
    }
    fenrun__writer_format(writer, "]}");
}

static void bulletin_json_coverage(const struct fenrun__bulletin *bulletin,
                                   struct fenrun__writer *writer) {
    const struct fenrun__coverage *coverage = bulletin->coverage;
    const char *separator = "";
    fenrun__writer_format(
        writer, "\"coverage\":{\"percent\":%u,\"items\":%U,\"covered\":%U,\"missing\":[",
        fenrun__bulletin_percent(bulletin->covered_count, bulletin->item_count),
        bulletin->item_count, bulletin->covered_count);
    for (size_t i = 0; i < coverage->item_count; i++) {
        const struct fenrun__coverage_item *item = &coverage->items[i];
        if (item->covered || item->repeated) continue;
        fenrun__writer_format(writer, "%s{", separator);
        bulletin_json_field("path", fenrun__coverage_text(coverage, item->path), writer);
        fenrun__writer_format(writer, ",\"line\":%u,", item->line);
        bulletin_json_field("item", fenrun__coverage_text(coverage, item->name), writer);
        fenrun__writer_format(writer, "}");
        separator = ",";
    }
    fenrun__writer_format(writer, "]},");
}

static void bulletin_write_json(const struct fenrun__bulletin *bulletin,
                                struct fenrun__writer *writer) {
    const struct fenrun__verdict *verdict = bulletin->verdict;
    fenrun__writer_format(writer, "{\"files\":[");
    for (size_t i = 0; i < verdict->file_count; i++) {
        const struct fenrun__verdict_file *file = &verdict->files[i];
        fenrun__writer_format(writer, "%s{", i ? "," : "");
        bulletin_json_field("path", bulletin_text(bulletin, file->path), writer);
        fenrun__writer_format(writer, ",\"updated\":%s,\"mistakes\":[",
                              file->updated ? "true" : "false");
        for (size_t k = 0; k < file->notice_count; k++) {
            const struct fenrun__notice *notice = &verdict->notices[file->notice_first + k];
            fenrun__writer_format(writer, "%s{", k ? "," : "");
            bulletin_json_field("path", bulletin_text(bulletin, notice->path), writer);
            fenrun__writer_format(writer, ",\"line\":%u,\"column\":%u,", notice->line,
                                  notice->column);
            bulletin_json_field("message", bulletin_text(bulletin, notice->message), writer);
            fenrun__writer_format(writer, "}");
        }
        fenrun__writer_format(writer, "],\"tests\":[");
        for (size_t k = 0; k < file->test_count; k++) {
            if (k > 0) fenrun__writer_format(writer, ",");
            bulletin_json_test(bulletin, &verdict->tests[file->test_first + k], writer);
        }
        fenrun__writer_format(writer, "]}");
    }
    fenrun__writer_format(writer, "],");
    if (bulletin->coverage) bulletin_json_coverage(bulletin, writer);
    fenrun__writer_format(
        writer, "\"summary\":{\"files\":%U,\"tests\":%U,\"failed\":%U,\"updated\":%U}}\n",
        (uint64_t)verdict->file_count, (uint64_t)verdict->test_count,
        (uint64_t)verdict->failed_count, (uint64_t)verdict->updated_count);
}

/* ---- GitHub ---- */

static const char *const bulletin_command[] = {"%%25", "\r%0D", "\n%0A", NULL};
static const char *const bulletin_property[] = {"%%25", "\r%0D", "\n%0A", ":%3A", ",%2C", NULL};

static void bulletin_github_line(const char *kind, struct fenrun__text path, uint32_t line,
                                 struct fenrun__text title, struct fenrun__writer *writer) {
    fenrun__writer_format(writer, "::%s file=", kind);
    bulletin_escape(path, bulletin_property, writer);
    fenrun__writer_format(writer, ",line=%u,title=", line > 0 ? line : 1);
    bulletin_escape(title, bulletin_property, writer);
    fenrun__writer_format(writer, "::");
}

static void bulletin_write_github(const struct fenrun__bulletin *bulletin,
                                  struct fenrun__writer *writer) {
    const struct fenrun__verdict *verdict = bulletin->verdict;
    for (size_t i = 0; i < verdict->notice_count; i++) {
        const struct fenrun__notice *notice = &verdict->notices[i];
        bulletin_github_line("error", bulletin_text(bulletin, notice->path), notice->line,
                             fenrun__text_from("mistake"), writer);
        bulletin_escape(bulletin_text(bulletin, notice->message), bulletin_command, writer);
        fenrun__writer_format(writer, "\n");
    }
    for (size_t i = 0; i < verdict->file_count; i++) {
        const struct fenrun__verdict_file *file = &verdict->files[i];
        struct fenrun__text path = bulletin_text(bulletin, file->path);
        for (size_t k = 0; k < file->test_count; k++) {
            const struct fenrun__verdict_test *test = &verdict->tests[file->test_first + k];
            for (size_t f = 0; f < test->failure_count; f++) {
                const struct fenrun__failure *failure =
                    &verdict->failures[test->failure_first + f];
                bulletin_github_line("error", path, failure->line,
                                     bulletin_text(bulletin, test->name), writer);
                bulletin_escape(bulletin_text(bulletin, failure->message), bulletin_command,
                                writer);
                fenrun__writer_format(writer, "%%0A");
                bulletin_escape(bulletin_text(bulletin, failure->details), bulletin_command,
                                writer);
                fenrun__writer_format(writer, "\n");
            }
        }
    }
    for (size_t i = 0; bulletin->coverage && i < bulletin->coverage->item_count; i++) {
        const struct fenrun__coverage_item *item = &bulletin->coverage->items[i];
        if (item->covered || item->repeated) continue;
        bulletin_github_line("notice", fenrun__coverage_text(bulletin->coverage, item->path),
                             item->line, fenrun__text_from("not tested"), writer);
        bulletin_escape(fenrun__coverage_text(bulletin->coverage, item->name), bulletin_command,
                        writer);
        fenrun__writer_format(writer, "\n");
    }
    bulletin_text_summary(bulletin, writer);
}

/* What stands in files may hold signs that would move a terminal's cursor, or end a line. */
static void bulletin_calm(struct fenrun__writer *writer, size_t from) {
    for (size_t i = from; i < writer->size; i++) {
        unsigned char sign = (unsigned char)writer->bytes[i];
        if ((sign < 0x20 && sign != '\n') || sign == 0x7f) writer->bytes[i] = '?';
    }
}

void fenrun__bulletin_write(const struct fenrun__bulletin *bulletin, uint32_t format,
                            struct fenrun__writer *writer) {
    size_t from = writer->size;
    switch (format) {
    case FENRUN_TEST_JUNIT: bulletin_write_junit(bulletin, writer); break;
    case FENRUN_TEST_TAP: bulletin_write_tap(bulletin, writer); break;
    case FENRUN_TEST_JSON: bulletin_write_json(bulletin, writer); break;
    case FENRUN_TEST_GITHUB: bulletin_write_github(bulletin, writer); break;
    default: bulletin_write_text(bulletin, writer); break;
    }
    bulletin_calm(writer, from);
}
