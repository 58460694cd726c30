package dev.atelier.api.atelier;

import dev.atelier.api.Authenticator;
import dev.atelier.api.Endpoint;
import dev.atelier.http.server.Exchange;
import dev.atelier.http.server.Mount;
import dev.atelier.metering.key.Principal;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Tells an operator how the server is set up and whether it is well; changes nothing. */
public final class SettingsApi {
  private final About about;
  private final Authenticator authenticator;
  private final AnswerErrors errors = new AnswerErrors();

  /**
   * A setting in effect.
   *
   * @param value masked where it is secret; empty for none
   * @param source {@code default}, {@code file}, {@code environment} or {@code command_line}
   * @param fallback its default; empty for none
   */
  public record Setting(
      String name, String value, String source, String fallback, String meaning) {}

  /**
   * Whether something works that the server needs.
   *
   * @param detail what was found, or what is wrong
   */
  public record Check(String name, boolean passed, String detail) {}

  /**
   * What is told.
   *
   * @param versions by name, in their order
   * @param checks makes them anew
   */
  public record About(
      List<Setting> settings, Map<String, String> versions, Supplier<List<Check>> checks) {}

  public SettingsApi(About about, Authenticator authenticator) {
    this.about = about;
    this.authenticator = authenticator;
  }

  /** Adds it to the paths of Atelier's own API; it takes the admin scope of the operator. */
  public Mount on(Mount own) {
    return own.get("/settings", operator(this::settings)).get("/checks", operator(this::checks));
  }

  private Endpoint operator(Endpoint.Action action) {
    return Endpoint.ofOperator(authenticator, errors, action);
  }

  private void settings(Exchange exchange, Principal principal) throws IOException {
    ObjectNode json = Json.object();
    ObjectNode versions = json.putObject("versions");
    about.versions().forEach(versions::put);
    ArrayNode data = json.putArray("data");
    for (Setting one : about.settings()) {
      ObjectNode setting = data.addObject().put("name", one.name());
      Json.text(setting, "value", Optional.of(one.value()).filter(text -> !text.isEmpty()));
      setting.put("source", one.source());
      Json.text(setting, "default", Optional.of(one.fallback()).filter(text -> !text.isEmpty()));
      setting.put("meaning", one.meaning());
    }
    exchange.setHeader("Cache-Control", "no-store");
    Json.respond(exchange, 200, json);
  }

  /** One at a time: each writes a file and may ask a bucket. */
  private synchronized void checks(Exchange exchange, Principal principal) throws IOException {
    ObjectNode json = Json.object();
    ArrayNode data = json.putArray("data");
    for (Check one : about.checks().get()) {
      data.addObject()
          .put("check", one.name())
          .put("passed", one.passed())
          .put("detail", one.detail());
    }
    exchange.setHeader("Cache-Control", "no-store");
    Json.respond(exchange, 200, json);
  }
}
