package dev.atelier.api.atelier;

import dev.atelier.image.TenantId;
import dev.atelier.metering.audit.AuditLog.Act;
import dev.atelier.provider.registry.AccountSpec;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the audit log is told of accounts, which are the operator's; never their secrets. */
public final class AccountAct {
  private AccountAct() {}

  public static Act added(AccountSpec spec) {
    return new Act(
        "account.add",
        TenantId.DEFAULT,
        spec.name(),
        Map.of(
            "provider",
            spec.provider(),
            "host",
            String.valueOf(spec.baseUrl().getHost()),
            "concurrency",
            Integer.toString(spec.concurrency()),
            "weight",
            Integer.toString(spec.weight())));
  }

  /**
   * @param fields the names of those that were set
   */
  public static Act changed(AccountSpec spec, Collection<String> fields) {
    var changes = new TreeMap<String, String>();
    var values =
        Map.of(
            "host",
            String.valueOf(spec.baseUrl().getHost()),
            "models",
            String.join(" ", new TreeSet<>(spec.models().keySet())),
            "concurrency",
            Integer.toString(spec.concurrency()),
            "images_per_minute",
            spec.imagesPerMinute().stream().mapToObj(Integer::toString).findFirst().orElse(""),
            "tier",
            spec.tier().orElse(""),
            "weight",
            Integer.toString(spec.weight()));
    for (String field : fields) {
      String name = field.replace('-', '_').replace("base_url", "host");
      changes.put(name, values.getOrDefault(name, "changed"));
    }
    return new Act("account.change", TenantId.DEFAULT, spec.name(), changes);
  }

  /** Another change of one, such as {@code account.pause}. */
  public static Act of(String act, String account) {
    return Act.of(act, TenantId.DEFAULT, account);
  }
}
