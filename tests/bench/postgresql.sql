-- The reference plan in PostgreSQL; peers.py runs these parts by their names, through psql.
--
-- A cluster of its own (see databases.py) with everything in memory and nothing made durable. The
-- quarter of a profit, half to even: (profit + 1 + (profit >> 2 & 1)) >> 2.

-- name: load
create unlogged table members (id bigint primary key, inviter bigint, tier smallint not null,
    leader bigint);
create unlogged table texts (id bigint, at text, seller bigint, price text, profit text);
\copy members from '{data}/leaders.csv' csv header
\copy texts from '{data}/orders.csv' csv header
create unlogged table orders as
    select id, seller, replace(price, '.', '')::bigint as price,
        replace(profit, '.', '')::bigint as profit
    from texts;
drop table texts;
-- Who gets the quarter of a seller's profit, and by which award: 1 team_profit, 2
-- departed_leader_profit.
create unlogged table above as
    select * from (
        select m.id, case when m.tier = 0 then m.leader when i.tier > 0 then m.inviter end as payee,
            (case when m.tier = 0 then 1 else 2 end)::smallint as award
        from members m left join members i on i.id = m.inviter) as every
    where payee is not null;
alter table above add primary key (id);
vacuum (freeze, analyze) members, orders, above;

-- name: clear
drop table if exists totals;
drop table if exists payouts;

-- name: straight totals
create unlogged table totals as
    select payee, award, sum(amount)::bigint as amount from (
        select seller as payee, 0::smallint as award, profit as amount
        from orders
        where profit * 20 >= price and profit * 5 <= price * 2
        union all
        select case when m.tier = 0 then m.leader when i.tier > 0 then m.inviter end,
            case when m.tier = 0 then 1 else 2 end, (profit + 1 + (profit >> 2 & 1)) >> 2
        from orders join members m on m.id = seller left join members i on i.id = m.inviter
        where profit * 20 >= price and profit * 5 <= price * 2) as payouts
    where payee is not null and amount <> 0
    group by payee, award;

-- name: straight rows
create unlogged table payouts as
    select id, 0::smallint as award, seller as payee, profit as amount
    from orders
    where profit <> 0 and profit * 20 >= price and profit * 5 <= price * 2
    union all
    select * from (
        select orders.id, (case when m.tier = 0 then 1 else 2 end)::smallint,
            case when m.tier = 0 then m.leader when i.tier > 0 then m.inviter end as payee,
            (profit + 1 + (profit >> 2 & 1)) >> 2 as amount
        from orders join members m on m.id = seller left join members i on i.id = m.inviter
        where profit * 20 >= price and profit * 5 <= price * 2) as upper
    where payee is not null and amount <> 0;

-- name: straight totals of rows
create unlogged table totals as
    select payee, award, sum(amount)::bigint as amount from payouts group by payee, award;

-- name: expert totals
-- Per seller first: the join then meets each seller once. sum(int) adds in 64 bits, where
-- sum(bigint) would add in numeric, which takes half as long again; the cast refuses what does not
-- fit.
create unlogged table totals as
    with sold as (
        select seller, sum(profit::int) as own,
            sum(((profit + 1 + (profit >> 2 & 1)) >> 2)::int) as part
        from orders
        where profit * 20 >= price and profit * 5 <= price * 2
        group by seller)
    select seller as payee, 0::smallint as award, own as amount from sold where own <> 0
    union all
    select payee, award, sum(part)::bigint
    from sold join above on above.id = seller
    group by payee, award
    having sum(part) <> 0;

-- name: expert rows
create unlogged table payouts as
    select id, 0::smallint as award, seller as payee, profit as amount
    from orders
    where profit <> 0 and profit * 20 >= price and profit * 5 <= price * 2
    union all
    select orders.id, award, payee, (profit + 1 + (profit >> 2 & 1)) >> 2
    from orders join above on above.id = seller
    where profit > 2 and profit * 20 >= price and profit * 5 <= price * 2;

-- name: totals
select payee, award, amount from totals;

-- name: totals checksum
select count(*), sum(((payee % 1000003) * 31 + award) * amount % 1000000007) from totals;

-- name: rows checksum
select count(*), sum(((payee % 1000003) * 31 + (id % 999983) * 7 + award) * amount % 1000000007)
from payouts;
