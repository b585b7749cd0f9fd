-- CSV files in, CSV files out, in DuckDB: what `fenrun settle` does, with the same contents.
-- files.py runs these parts by their names. Leaders come with the members' file, precomputed;
-- instants pass through as text. fenrun works both out itself.

-- name: read
-- The orders are read once, into memory: reading the file twice takes longer.
create temp table above as
    with members as (
        select member as id, inviter, tier, leader
        from read_csv('{data}/leaders.csv', header = true, columns = {'member': 'BIGINT',
            'inviter': 'BIGINT', 'tier': 'TINYINT', 'leader': 'BIGINT'}))
    select m.id, case when m.tier = 0 then m.leader when i.tier > 0 then m.inviter end as payee,
        case when m.tier = 0 then 'team_profit' else 'departed_leader_profit' end as award
    from members m left join members i on i.id = m.inviter;
create temp table orders as
    select "order" as id, "at" as instant, seller, profit,
        (profit * 100)::BIGINT + 1 + ((profit * 100)::BIGINT >> 2 & 1) >> 2 as part
    from read_csv('{data}/orders.csv', header = true, columns = {'order': 'VARCHAR',
        'at': 'VARCHAR', 'seller': 'BIGINT', 'price': 'DECIMAL(12,2)', 'profit': 'DECIMAL(12,2)'})
    where profit * 20 >= price and profit * 5 <= price * 2;

-- name: payouts in the order of the orders
-- A join keeps no order. To sort who is paid and to put that beside the orders takes a seventh less
-- than to sort the orders with it.
copy (
    select event, award, payee, amount, 'CNY' as unit, instant as at from (
        select id as event, instant, unnest(['sales_commission', award]) as award,
            unnest([seller, payee]) as payee,
            unnest([profit, (part::DECIMAL(12,0) * 0.01)::DECIMAL(12,2)]) as amount
        from orders positional join (
            select payee, award
            from orders join above on above.id = seller
            order by orders.rowid))
    where payee is not null and amount <> 0)
to '{out}/payouts.csv' (header, delimiter ',');

-- name: payouts in any order
copy (
    select id as event, 'sales_commission' as award, seller as payee, profit as amount,
        'CNY' as unit, instant as at
    from orders
    where profit <> 0
    union all
    select orders.id, award, payee, (part::DECIMAL(12,0) * 0.01)::DECIMAL(12,2), 'CNY', instant
    from orders join above on above.id = seller
    where payee is not null and part <> 0)
to '{out}/payouts.csv' (header, delimiter ',');

-- name: totals
copy (
    with sold as (
        select seller, sum(profit) as own, sum(part)::BIGINT as part from orders group by seller),
    paid as (
        select seller as payee, own as amount from sold
        union all
        select payee, (sum(part)::DECIMAL(18,0) * 0.01)::DECIMAL(18,2)
        from sold join above on above.id = seller
        where payee is not null
        group by payee)
    select payee as member, 'CNY' as unit, sum(amount) as amount
    from paid
    group by payee
    having sum(amount) <> 0)
to '{out}/totals.csv' (header, delimiter ',');

-- name: rows checksum
select count(*),
    sum(((payee % 1000003) * 31 + (event % 999983) * 7 + case award when 'sales_commission' then 0
        when 'team_profit' then 1 else 2 end) * (amount * 100)::BIGINT % 1000000007)::BIGINT
from read_csv('{out}/payouts.csv', header = true, columns = {'event': 'BIGINT',
    'award': 'VARCHAR', 'payee': 'BIGINT', 'amount': 'DECIMAL(18,2)', 'unit': 'VARCHAR',
    'at': 'VARCHAR'});

-- name: totals checksum
select count(*),
    sum((member % 1000003) * 31 * ((amount * 100)::BIGINT % 1000000007) % 1000000007)::BIGINT
from read_csv('{out}/totals.csv', header = true, columns = {'member': 'BIGINT',
    'unit': 'VARCHAR', 'amount': 'DECIMAL(18,2)'});

-- name: differing rows
-- What only one of two files of payouts has.
(select 'fenrun' as side, * from (from read_csv('{out}/../fenrun/payouts.csv', all_varchar = true)
    except all from read_csv('{out}/payouts.csv', all_varchar = true)) limit 5)
union all
(select 'DuckDB', * from (from read_csv('{out}/payouts.csv', all_varchar = true)
    except all from read_csv('{out}/../fenrun/payouts.csv', all_varchar = true)) limit 5);
