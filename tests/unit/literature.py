"""Two pairs round a depot, in both formats of the literature; distances 3, 4, 5 by hand."""

LILIM = """\
2 10 1
0 0 0 0 0 100 0 0 0
1 3 0 6 0 50 2 0 3
2 0 4 5 10 60 2 0 4
3 3 4 -6 0 70 2 1 0
4 0 8 -5 0 80 2 2 0
"""

SARTORI_BURIOL = """\
NAME: tiny-n4-1
LOCATION: Nowhere
COMMENT: by hand
TYPE: PDPTW
SIZE: 5
DISTRIBUTION: none
DEPOT: central
ROUTE-TIME: 100
TIME-WINDOW: 60
CAPACITY: 10
NODES
0 41.39 2.12 0 0 100 0 0 0
1 41.40 2.11 6 0 50 2 0 3
2 41.39 2.19 5 10 60 2 0 4
3 41.42 2.23 -6 0 70 2 1 0
4 41.39 2.16 -5 0 80 2 2 0
EDGES
0 3 4 5 8
3 0 5 4 9
4 5 0 3 4
5 4 3 0 5
8 9 4 5 0
EOF
"""

SOLUTION = """\
Instance name : tiny
Solution
Route 1 : 1 3
Route 2 : 2 4
"""
"""By hand, in both: route 1 costs 3 + 4 + 5 = 12, route 2 costs 4 + 4 + 8 = 16.

Route 1 is back at 16; route 2 waits at node 2 until 10, reaches node 4 at 16 and is back at 26.
"""
