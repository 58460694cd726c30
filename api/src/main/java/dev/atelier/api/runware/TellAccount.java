package dev.atelier.api.runware;

import dev.atelier.api.read.Fields;
import dev.atelier.gateway.Gateway;
import dev.atelier.image.RequestFault.Problem;
import dev.atelier.metering.ledger.Balance;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/** Tells what can be spent and what was: {@code accountManagement}. No key is ever told. */
final class TellAccount {
  private static final double MICROS = 1e6;

  private final Gateway gateway;

  TellAccount(Gateway gateway) {
    this.gateway = gateway;
  }

  Reply of(Caller caller, TaskBody body) {
    body.uuid();
    Fields fields = body.fields();
    String operation =
        fields
            .oneOf("operation", List.of("getDetails"), word -> word)
            .orElseThrow(() -> fields.invalid("operation", new Problem.Missing()));
    String tenant = caller.principal().tenant().value();
    Balance balance = gateway.balance().of(caller.principal());
    return Reply.of(json -> {
      json.beginObject();
      body.head().write(json);
      json.field("operation", operation)
          .field(
              "organizationUUID",
              UUID.nameUUIDFromBytes(tenant.getBytes(StandardCharsets.UTF_8)).toString())
          .field("organizationName", tenant)
          .field("AIRSource", tenant)
          .name("balance")
          .number(balance.available().orElse(0) / MICROS);
      json.name("team").beginArray().endArray();
      json.name("apiKeys").beginArray().endArray();
      json.name("usage").beginObject().name("total").beginObject().name("credits");
      json.number(balance.charged() / MICROS).endObject().endObject().endObject();
    });
  }
}
