-- The reference plan in SQLite; peers.py runs these parts by their names.
--
-- All in memory, no journal, no locks. Ids are integer primary keys, so that a member is one search
-- in one tree. The quarter of a profit, half to even: (profit + 1 + (profit >> 2 & 1)) >> 2.

-- name: open
pragma page_size = 4096;
pragma journal_mode = off;
pragma synchronous = off;
pragma locking_mode = exclusive;
pragma temp_store = memory;
pragma cache_size = -4000000;
pragma threads = 2;
create table members (id integer primary key, inviter int, tier int not null, leader int);
create table orders (id integer primary key, seller int not null, price int not null,
    profit int not null);

-- name: prepare
-- Who gets the quarter of a seller's profit, and by which award: 1 team_profit, 2
-- departed_leader_profit.
create table above (id integer primary key, payee int not null, award int not null);
insert into above
    select * from (
        select m.id, case when m.tier = 0 then m.leader when i.tier > 0 then m.inviter end as payee,
            case when m.tier = 0 then 1 else 2 end
        from members m left join members i on i.id = m.inviter)
    where payee is not null
    order by id;
analyze;

-- name: clear
drop table if exists totals;
drop table if exists payouts;
drop table if exists sold;

-- name: straight totals
-- Every payout is looked up, then all are sorted to be summed.
create table totals as
    select payee, award, sum(amount) as amount from (
        select seller as payee, 0 as award, profit as amount
        from orders
        where profit * 20 >= price and profit * 5 <= price * 2
        union all
        select case when m.tier = 0 then m.leader when i.tier > 0 then m.inviter end,
            case when m.tier = 0 then 1 else 2 end, (profit + 1 + (profit >> 2 & 1)) >> 2
        from orders join members m on m.id = seller left join members i on i.id = m.inviter
        where profit * 20 >= price and profit * 5 <= price * 2)
    where payee is not null and amount <> 0
    group by payee, award;

-- name: expert totals
-- Per seller first. A row per seller that is updated in place costs a fifth less than the sort that
-- GROUP BY makes here.
create table sold (seller integer primary key, own int not null, part int not null);
insert into sold
    select seller, profit, (profit + 1 + (profit >> 2 & 1)) >> 2
    from orders
    where profit * 20 >= price and profit * 5 <= price * 2
    on conflict do update set own = own + excluded.own, part = part + excluded.part;
create table totals as
    select seller as payee, 0 as award, own as amount from sold where own <> 0
    union all
    select payee, award, sum(part)
    from sold join above on above.id = seller
    group by payee, award
    having sum(part) <> 0;

-- name: expert rows
create table payouts (id int, award int, payee int, amount int);
insert into payouts
    select id, 0, seller, profit
    from orders
    where profit <> 0 and profit * 20 >= price and profit * 5 <= price * 2;
insert into payouts
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
