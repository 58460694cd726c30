package dev.atelier.gateway.admin;

import dev.atelier.database.Database;
import dev.atelier.gateway.privacy.EraseData;
import dev.atelier.gateway.privacy.ErasureReport;
import dev.atelier.image.FaultException;
import dev.atelier.image.TenantId;
import dev.atelier.metering.audit.AuditLog;
import dev.atelier.metering.audit.AuditLog.Act;
import dev.atelier.metering.key.Principal;
import dev.atelier.metering.tenant.PrivacyBook;
import dev.atelier.metering.tenant.PrivacySettings;
import dev.atelier.queue.DataOwner;
import dev.atelier.queue.EraseJobs;
import dev.atelier.queue.TextHash;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * What is kept of tenants and their end users, for how long, and its erasure. An operator sets that
 * and erases whole tenants; the administrator of any other tenant sees it and erases its own end
 * users. The audit log gets counts and the hash of an end user's name, never what was erased.
 */
public final class ManagePrivacy {
  /** A call ends within this; what is left then goes by itself. */
  private static final Duration ERASE_MAX = Duration.ofSeconds(10);

  private final Database database;
  private final ManageTenants tenants;
  private final AuditLog audit;
  private final TextHash hash;
  private final EraseData erase;

  public ManagePrivacy(
      Database database, ManageTenants tenants, AuditLog audit, TextHash hash, EraseData erase) {
    this.database = database;
    this.tenants = tenants;
    this.audit = audit;
    this.hash = hash;
    this.erase = erase;
  }

  /** What was set for a tenant; empty when there is none for the caller. */
  public Optional<PrivacySettings> find(Principal actor, String tenant) {
    return tenant(actor, tenant)
        .map(id ->
            database
                .read(tx -> PrivacyBook.find(tx, id))
                .map(PrivacyBook.Entry::settings)
                .orElse(PrivacySettings.DEFAULT));
  }

  /**
   * Changes what is set for a tenant. It counts for jobs that are there too, from the next sweep
   * on.
   *
   * @return empty when there is no such tenant
   * @throws FaultException {@code Forbidden}
   */
  public Optional<PrivacySettings> change(
      Principal actor, String tenant, UnaryOperator<PrivacySettings> change) {
    Optional<TenantId> found = tenant(actor, tenant);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    actor.requireOperator();
    TenantId id = found.get();
    return Optional.of(
        database.write(tx -> {
          PrivacySettings now =
              change.apply(
                  PrivacyBook.find(tx, id)
                      .map(PrivacyBook.Entry::settings)
                      .orElse(PrivacySettings.DEFAULT));
          PrivacyBook.set(tx, id, now);
          audit.record(tx, actor, new Act("privacy.set", id, tenant, told(now)));
          return now;
        }));
  }

  /** What is kept of a tenant; empty when there is none for the caller. */
  public Optional<ErasureReport> count(Principal actor, String tenant) {
    return tenant(actor, tenant).map(id -> erase.count(new DataOwner.OfTenant(id)));
  }

  /**
   * The same of one of its end users.
   *
   * @param user as the tenant's callers name it, at least one character
   */
  public Optional<ErasureReport> count(Principal actor, String tenant, String user) {
    return tenant(actor, tenant).map(id -> erase.count(new DataOwner.OfEndUser(id, user)));
  }

  /**
   * Erases all that a tenant has.
   *
   * @return empty when there is no such tenant
   * @throws FaultException {@code Forbidden}
   */
  public Optional<EraseData.Result> erase(Principal actor, String tenant) {
    Optional<TenantId> found = tenant(actor, tenant);
    found.ifPresent(_ -> actor.requireOperator());
    return found.map(id -> erase(actor, new DataOwner.OfTenant(id), tenant));
  }

  /** Erases all that is there of one end user; empty when there is no such tenant. */
  public Optional<EraseData.Result> erase(Principal actor, String tenant, String user) {
    return tenant(actor, tenant)
        .map(id -> erase(actor, new DataOwner.OfEndUser(id, user), "user " + hash.of(id, user)));
  }

  private EraseData.Result erase(Principal actor, DataOwner owner, String object) {
    ErasureReport found = erase.count(owner);
    EraseJobs.Request request =
        database.write(tx -> {
          audit.record(tx, actor, new Act("data.erase", owner.tenant(), object, told(found)));
          return erase.request(tx, owner);
        });
    EraseData.Result result = erase.erase(request, ERASE_MAX);
    Map<String, String> counts = told(result.erased());
    counts.put("jobs_left", Long.toString(result.jobsLeft()));
    database.write(tx -> {
      audit.record(tx, actor, new Act("data.erased", owner.tenant(), object, counts));
      return counts;
    });
    return result;
  }

  private Optional<TenantId> tenant(Principal actor, String name) {
    return tenants.find(actor, name).map(tenant -> tenant.id());
  }

  private static Map<String, String> told(ErasureReport report) {
    var told = new TreeMap<String, String>();
    told.put("jobs", Long.toString(report.jobs()));
    told.put("images", Long.toString(report.images()));
    told.put("bytes", Long.toString(report.bytes()));
    told.put("deliveries", Long.toString(report.deliveries()));
    told.put("endpoints", Long.toString(report.endpoints()));
    return told;
  }

  private static Map<String, String> told(PrivacySettings settings) {
    var told = new TreeMap<String, String>();
    settings.prompts().ifPresent(kept -> told.put("prompts", kept.toString()));
    settings.images().ifPresent(kept -> told.put("images", kept.toString()));
    settings.jobs().ifPresent(kept -> told.put("jobs", kept.toString()));
    told.put("prompts_hashed", Boolean.toString(settings.promptsHashed()));
    return told;
  }
}
