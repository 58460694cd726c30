package dev.atelier.api.apimart;

import dev.atelier.api.JsonBody;
import dev.atelier.gateway.Gateway;
import dev.atelier.http.server.Exchange;
import dev.atelier.http.wire.JsonWriterStream;
import dev.atelier.metering.key.Principal;
import dev.atelier.metering.ledger.Balance;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.OptionalLong;

/**
 * Tells what can still be spent and what was. Keys have no purse of their own here: a key's balance
 * is its tenant's. Without a bound there is nothing to run out of, which the vendor writes as -1.
 */
final class AnswerBalance {
  private static final long UNLIMITED = -1;

  private final Gateway gateway;

  AnswerBalance(Gateway gateway) {
    this.gateway = gateway;
  }

  void answer(Exchange exchange, Principal principal) throws IOException {
    Balance balance = gateway.balance().of(principal);
    var bytes = new ByteArrayOutputStream();
    var json = new JsonWriterStream(bytes).beginObject().field("success", true);
    remaining(json, balance.available());
    Money.USD.write(json.name("used_balance"), balance.charged());
    Money.CREDITS.write(json.name("used_credits"), balance.charged());
    json.field("unlimited_quota", balance.available().isEmpty()).endObject();
    exchange.respond(200, JsonBody.MEDIA_TYPE, bytes.toByteArray());
  }

  private static void remaining(JsonWriterStream json, OptionalLong micros) throws IOException {
    if (micros.isEmpty()) {
      json.field("remain_balance", UNLIMITED).field("remain_credits", UNLIMITED);
    } else {
      Money.USD.write(json.name("remain_balance"), micros.getAsLong());
      Money.CREDITS.write(json.name("remain_credits"), micros.getAsLong());
    }
  }
}
