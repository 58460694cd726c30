package dev.atelier.metering.tenant;

import dev.atelier.database.Row;
import dev.atelier.database.Tx;
import dev.atelier.image.TenantId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The {@link PrivacySettings} of the tenants for which any were ever set. */
public final class PrivacyBook {
  private static final String COLUMNS =
      "SELECT tenant, prompts, images, jobs, prompts_hashed, revision FROM tenant_privacy";

  private static final String TABLE = "tenant_privacy";
  private static final String OF_TENANT = COLUMNS + " WHERE tenant = ?";

  private PrivacyBook() {}

  /**
   * Settings as they were read.
   *
   * @param revision from 1, growing with every change
   */
  public record Entry(TenantId tenant, PrivacySettings settings, long revision) {}

  /** Empty where none were ever set. */
  public static Optional<Entry> find(Tx tx, TenantId tenant) {
    return tx.firstShared(TABLE, OF_TENANT, PrivacyBook::read, tenant.value());
  }

  /** All of them, by tenant. */
  public static List<Entry> list(Tx tx) {
    return tx.list(COLUMNS + " ORDER BY tenant", PrivacyBook::read);
  }

  /** Sets them, in the place of any before. */
  public static void set(Tx tx, TenantId tenant, PrivacySettings settings) {
    tx.update(
        "INSERT INTO tenant_privacy (tenant, prompts, images, jobs, prompts_hashed, revision)"
            + " VALUES (?, ?, ?, ?, ?, 1) ON CONFLICT (tenant) DO UPDATE SET"
            + " prompts = excluded.prompts, images = excluded.images, jobs = excluded.jobs,"
            + " prompts_hashed = excluded.prompts_hashed, revision = tenant_privacy.revision + 1",
        tenant.value(),
        settings.prompts().map(Duration::toSeconds),
        settings.images().map(Duration::toSeconds),
        settings.jobs().map(Duration::toSeconds),
        settings.promptsHashed());
  }

  private static Entry read(Row row) {
    return new Entry(
        new TenantId(row.text("tenant")),
        new PrivacySettings(
            row.numberOrNull("prompts").map(Duration::ofSeconds),
            row.numberOrNull("images").map(Duration::ofSeconds),
            row.numberOrNull("jobs").map(Duration::ofSeconds),
            row.flag("prompts_hashed")),
        row.number("revision"));
  }
}
