package dev.atelier.queue;

import dev.atelier.database.Tx;
import dev.atelier.image.KeyId;
import dev.atelier.image.TenantId;
import java.util.ArrayList;
import java.util.List;

/** The jobs of one key, tenant or end user that have not ended. */
public final class OpenJobs {
  private final String where;
  private final List<Object> args;

  private OpenJobs(String where, Which which, List<Object> args) {
    this.where = where + which.condition;
    this.args = args;
  }

  /** Which of them. */
  public enum Which {
    ALL(" AND state IN ('QUEUED', 'RUNNING')"),
    QUEUED(" AND state = 'QUEUED'");

    private final String condition;

    Which(String condition) {
      this.condition = condition;
    }
  }

  public static OpenJobs ofKey(KeyId key, Which which) {
    return new OpenJobs("key_id = ? AND ended IS NULL", which, List.of(key.value()));
  }

  public static OpenJobs ofTenant(TenantId tenant, Which which) {
    return new OpenJobs("tenant = ?", which, List.of(tenant.value()));
  }

  /**
   * @param user as the tenant's callers name it
   */
  public static OpenJobs ofUser(TenantId tenant, String user, Which which) {
    return new OpenJobs("tenant = ? AND end_user = ?", which, List.of(tenant.value(), user));
  }

  /** How many there are; {@code max} stands for more too. */
  public int count(Tx tx, int max) {
    var all = new ArrayList<>(args);
    all.add(max);
    return tx.first(
            "SELECT COUNT(*) AS jobs FROM (SELECT 1 FROM job WHERE " + where + " LIMIT ?) AS open",
            row -> Math.toIntExact(row.number("jobs")),
            all.toArray())
        .orElse(0);
  }
}
