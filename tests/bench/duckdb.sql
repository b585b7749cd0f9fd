-- The reference plan in DuckDB; peers.py runs these parts by their names.
--
-- The quarter of a profit, half to even, in whole numbers: (profit + 1 + (profit >> 2 & 1)) >> 2.
-- It is less than a rest of 2 away from the next even quarter, so that a shift does it all.

-- name: load
-- Leaders come precomputed, and with them who gets the quarter of a seller's profit and by which
-- award: 1 team_profit, 2 departed_leader_profit.
create table members as
    select member as id, inviter, tier, leader
    from read_csv('{data}/leaders.csv', header = true, columns = {'member': 'BIGINT',
        'inviter': 'BIGINT', 'tier': 'TINYINT', 'leader': 'BIGINT'});
create table orders as
    select "order" as id, seller, (price * 100)::BIGINT as price, (profit * 100)::BIGINT as profit
    from read_csv('{data}/orders.csv', header = true, columns = {'order': 'BIGINT',
        'at': 'VARCHAR', 'seller': 'BIGINT', 'price': 'DECIMAL(18,2)',
        'profit': 'DECIMAL(18,2)'});
create table above as
    select * from (
        select m.id, case when m.tier = 0 then m.leader when i.tier > 0 then m.inviter end as payee,
            (case when m.tier = 0 then 1 else 2 end)::TINYINT as award
        from members m left join members i on i.id = m.inviter)
    where payee is not null;
-- Payouts have the number of their order: a table of them needs no other order.
set preserve_insertion_order = false;

-- name: expert totals
-- Per seller first: the join then meets each seller once, not each order.
create or replace table totals as
    with sold as (
        select seller, sum(profit)::BIGINT as own,
            sum((profit + 1 + (profit >> 2 & 1)) >> 2)::BIGINT as part
        from orders
        where profit * 20 >= price and profit * 5 <= price * 2
        group by seller)
    select seller as payee, 0::TINYINT as award, own as amount from sold where own <> 0
    union all
    select payee, award, sum(part)::BIGINT
    from sold join above on above.id = seller
    group by payee, award
    having sum(part) <> 0;

-- name: expert rows
-- Two passes over the orders, of which only one joins, take a third less than one that makes both
-- payouts of an order by unnest of two lists, and a quarter of one with a lateral join.
create or replace table payouts as
    select id, 0::TINYINT as award, seller as payee, profit as amount
    from orders
    where profit <> 0 and profit * 20 >= price and profit * 5 <= price * 2
    union all
    select orders.id, award, payee, (profit + 1 + (profit >> 2 & 1)) >> 2
    from orders join above on above.id = seller
    where profit > 2 and profit * 20 >= price and profit * 5 <= price * 2;

-- name: totals
select payee, award, amount from totals;

-- name: totals checksum
select count(*), sum(((payee % 1000003) * 31 + award) * amount % 1000000007)::BIGINT from totals;

-- name: rows checksum
select count(*),
    sum(((payee % 1000003) * 31 + (id % 999983) * 7 + award) * amount % 1000000007)::BIGINT
from payouts;
