"""
Databases: SQLite, DuckDB and PostgreSQL behind one face, for peers.py.

    with Sqlite(data, work) as database:     opened, members and orders loaded from CSV files
        database.run("expert totals")        a part of sqlite.sql
        database.query("totals")             the rows of one, as tuples of int

What each runs stands in sqlite.sql, duckdb.sql and postgresql.sql, in parts that begin with a line
"-- name: NAME". A database that is not there raises Missing with the reason.
"""
import glob
import os
import pwd
import re
import shutil
import subprocess
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))


class Missing(Exception):
    """Why a database cannot be measured."""


def read_parts(name, data):
    """The parts of a file of SQL, by name; {data} stands for the folder of the CSV files."""
    with open(os.path.join(HERE, name), encoding="utf-8") as file:
        pieces = re.split(r"^-- name: (.*)\n", file.read(), flags=re.M)
    return {name: text.replace("{data}", data) for name, text in zip(pieces[1::2], pieces[2::2])}


def read_csv(path):
    """The rows of a CSV file behind its heading; none of the workload's fields needs quotes."""
    with open(path, encoding="ascii") as file:
        next(file)
        for line in file:
            yield line.rstrip("\n").split(",")


def count_rows(path):
    """How many rows a CSV file has behind its heading."""
    with open(path, "rb") as file:
        return sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b"")) - 1


class Database:
    """What the three have in common: a context in which the database is open and loaded."""

    def __init__(self, data, work):
        self.data = os.path.abspath(data)
        self.work = work
        self.parts = read_parts(self.script, self.data)

    def __enter__(self):
        try:
            self.open()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_exception):
        self.close()

    def set_threads(self, count):
        """Only who can run in several threads."""

    def close(self):
        """Nothing to be put away."""


class Sqlite(Database):
    """Through the module of Python, which is the C library itself and waits for no process."""

    subject, script = "SQLite", "sqlite.sql"

    def open(self):
        try:
            import sqlite3
        except ImportError as error:
            raise Missing("Python has no module sqlite3") from error
        self.connection = sqlite3.connect(":memory:", isolation_level=None)
        self.version = sqlite3.sqlite_version
        self.run("open")
        self.connection.execute("begin")
        self.connection.executemany("insert into members values (?, ?, ?, ?)", sorted(
            (int(member), int(inviter) if inviter else None, int(tier),
             int(leader) if leader else None)
            for member, inviter, tier, leader in read_csv(self.data + "/leaders.csv")))
        self.connection.executemany("insert into orders values (?, ?, ?, ?)", (
            (int(order), int(seller), int(price.replace(".", "")), int(profit.replace(".", "")))
            for order, _at, seller, price, profit in read_csv(self.data + "/orders.csv")))
        self.connection.execute("commit")
        self.run("prepare")

    def run(self, part):
        # Not executescript, which first asks for the end of the transaction.
        for statement in self.parts[part].split(";\n"):
            if re.sub(r"--.*|\s", "", statement):
                self.connection.execute(statement)

    def query(self, part):
        return self.connection.execute(self.parts[part].rstrip().rstrip(";")).fetchall()

    def close(self):
        if hasattr(self, "connection"):
            self.connection.close()


class Duckdb(Database):
    """Through its Python package, in memory."""

    subject, script = "DuckDB", "duckdb.sql"

    def open(self):
        try:
            import duckdb
        except ImportError as error:
            raise Missing("the Python package duckdb is not installed") from error
        self.version = duckdb.__version__
        self.connection = duckdb.connect()
        self.connection.execute("set enable_progress_bar = false")
        self.run("load")

    def set_threads(self, count):
        self.connection.execute(f"set threads = {count}")

    def run(self, part):
        self.connection.execute(self.parts[part])

    def query(self, part):
        return self.connection.execute(self.parts[part]).fetchall()

    def close(self):
        if hasattr(self, "connection"):
            self.connection.close()


# Memory as for a machine that does nothing else; nothing is made durable. A session and one worker
# are all that two cores can run.
POSTGRESQL_SETTINGS = """
listen_addresses = ''
unix_socket_permissions = 0700
shared_buffers = 4GB
work_mem = 2GB
maintenance_work_mem = 1GB
effective_cache_size = 12GB
fsync = off
synchronous_commit = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
max_wal_size = 16GB
checkpoint_timeout = 1h
autovacuum = off
max_parallel_workers_per_gather = 1
random_page_cost = 1.1
jit = on
"""


class Postgresql(Database):
    """A private cluster in a temporary folder, reached through a socket there; gone in the end."""

    subject, script = "PostgreSQL", "postgresql.sql"

    def open(self):
        self.folder = None
        found = glob.glob("/usr/lib/postgresql/*/bin/initdb")
        initdb = max(found, key=lambda path: float(path.split("/")[-3]), default=None)
        initdb = initdb or shutil.which("initdb")
        if not initdb or not shutil.which("psql"):
            raise Missing("initdb or psql is not installed")
        self.programs = os.path.dirname(os.path.realpath(initdb))
        # A cluster refuses to belong to root. Its user must be able to come to the folder, which
        # therefore stands in the system's own temporary folder.
        self.user = pwd.getpwuid(os.getuid())
        if os.getuid() == 0:
            try:
                self.user = pwd.getpwnam("postgres")
            except KeyError:
                self.user = pwd.getpwnam("nobody")
        self.folder = tempfile.mkdtemp(prefix="fenrun-bench-")
        os.chown(self.folder, self.user.pw_uid, self.user.pw_gid)
        self.as_user("initdb", "-D", self.folder + "/data", "-A", "trust", "-U", "bench",
                     "--no-sync", "--locale=C", "-E", "UTF8")
        with open(self.folder + "/data/postgresql.conf", "a", encoding="utf-8") as file:
            file.write(POSTGRESQL_SETTINGS)
            file.write(f"unix_socket_directories = '{self.folder}'\n")
        self.as_user("pg_ctl", "-D", self.folder + "/data", "-l", self.folder + "/log", "-w", "-s",
                     "start")
        self.run("load")
        self.version = self.psql("show server_version").split()[0]

    def as_user(self, program, *arguments):
        rights = {}
        if os.getuid() == 0:
            rights = {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []}
        # The server inherits what it prints to: a pipe would never end.
        with open(self.work + "/postgresql.log", "ab") as log:
            ran = subprocess.run([os.path.join(self.programs, program), *arguments],
                                 cwd=self.folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                 **rights)
        if ran.returncode != 0:
            raise Missing(f"{program} ends with {ran.returncode}")

    def psql(self, text):
        ran = subprocess.run(
            ["psql", "-h", self.folder, "-U", "bench", "-d", "postgres", "-X", "-q", "-At", "-F",
             ",", "-v", "ON_ERROR_STOP=1", "-f", "-"], input=text, capture_output=True, text=True)
        if ran.returncode != 0:
            raise RuntimeError("PostgreSQL: " + ran.stderr.strip())
        return ran.stdout

    def run(self, part):
        self.psql("set client_min_messages = warning;\n" + self.parts[part])

    def query(self, part):
        return [tuple(map(int, line.split(","))) for line in
                self.psql(self.parts[part]).splitlines()]

    def close(self):
        if not self.folder:
            return
        try:
            if os.path.exists(self.folder + "/data/postmaster.pid"):
                self.as_user("pg_ctl", "-D", self.folder + "/data", "-w", "-s", "-m", "immediate",
                             "stop")
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)
            self.folder = None
