package dev.atelier.database.copy;

/**
 * A table in both stores, as it was found.
 *
 * @param sourceRows what the one has
 * @param targetRows what the other has
 * @param missing rows that only the source has
 * @param changed rows that differ
 * @param extra rows that only the target has
 * @param sourceDigest the SHA-256 of all rows in the order of their keys
 * @param targetDigest the same there; of equal rows it is the same
 */
public record TableDifference(
    String table,
    long sourceRows,
    long targetRows,
    long missing,
    long changed,
    long extra,
    String sourceDigest,
    String targetDigest) {
  /** Whether every row is the same. */
  public boolean none() {
    return missing == 0 && changed == 0 && extra == 0 && sourceDigest.equals(targetDigest);
  }

  /** How many rows are not the same. */
  public long rows() {
    return missing + changed + extra;
  }
}
