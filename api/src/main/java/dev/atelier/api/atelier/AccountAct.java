package dev.atelier.api.atelier;

import dev.atelier.image.TenantId;
import dev.atelier.metering.audit.AuditLog.Act;
import dev.atelier.provider.registry.AccountSpec;
import java.util.Map;

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

  /** Another change of one, such as {@code account.pause}. */
  public static Act of(String act, String account) {
    return Act.of(act, TenantId.DEFAULT, account);
  }
}
