-- How settled is a status? Of two reports of one day the more settled counts as the newer.
CREATE MACRO settled(status) AS list_position(
    ['possible', 'proposed', 'expected', 'scheduled', 'denied', 'cancelled', 'held'],
    status
);
