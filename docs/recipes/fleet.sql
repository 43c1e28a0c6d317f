-- The doomed drivers that the fleet uses, by how many machines use them. No word of it is DuckDB's own.
SELECT d.module, d.recommendation, d.risk, COUNT(DISTINCT f.host) AS machines
FROM fleet f
JOIN drivers d ON f.path = d.path
WHERE f."use" IN ('bound', 'loaded') AND d.recommendation IN ('deprecate', 'remove')
GROUP BY d.module, d.recommendation, d.risk
ORDER BY machines DESC, d.module
