package dev.atelier.api.atelier;

import dev.atelier.api.Authenticator;
import dev.atelier.api.Endpoint;
import dev.atelier.api.JsonBody;
import dev.atelier.api.read.Fields;
import dev.atelier.http.server.Exchange;
import dev.atelier.http.server.Mount;
import dev.atelier.http.wire.FieldSpool;
import dev.atelier.image.Blocked.Stage;
import dev.atelier.image.ModerationLevel;
import dev.atelier.image.Prompt;
import dev.atelier.image.RequestFault.Problem;
import dev.atelier.image.TenantId;
import dev.atelier.metering.key.Principal;
import dev.atelier.metering.key.Scope;
import dev.atelier.moderation.Judgement;
import dev.atelier.moderation.Moderation;
import dev.atelier.moderation.ModerationContext;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** Tells an operator what moderation would say of a prompt; nothing is made or stored. */
public final class ModerationApi {
  private static final int PROMPT_MAX = 32_000;
  private static final int TENANT_MAX = 128;

  private final Moderation moderation;
  private final Authenticator authenticator;
  private final AnswerErrors errors = new AnswerErrors();

  public ModerationApi(Moderation moderation, Authenticator authenticator) {
    this.moderation = moderation;
    this.authenticator = authenticator;
  }

  /** Adds it to the paths of Atelier's own API; it takes the admin scope. */
  public Mount on(Mount own) {
    return own.post(
        "/moderation/try", new Endpoint(authenticator, errors, Scope.ADMIN, this::answer));
  }

  private void answer(Exchange exchange, Principal principal) throws IOException {
    Fields fields = Fields.ofJson("", JsonBody.read(exchange, FieldSpool.NONE));
    fields.only(Set.of("prompt", "level", "tenant"));
    var prompt = new Prompt(fields.requiredText("prompt"));
    if (prompt.length() > PROMPT_MAX) {
      throw fields.invalid("prompt", new Problem.TooLong(PROMPT_MAX, prompt.length()));
    }
    ModerationLevel level =
        fields
            .oneOf("level", List.of(ModerationLevel.values()), ModerationLevel::word)
            .orElse(ModerationLevel.AUTO);
    String tenant = fields.text("tenant").orElse(principal.tenant().value());
    if (tenant.isBlank() || tenant.length() > TENANT_MAX) {
      throw fields.invalid("tenant", new Problem.Other("must have 1 to 128 characters."));
    }
    if (!tenant.equals(principal.tenant().value())) {
      principal.requireOperator();
    }
    var context = new ModerationContext(new TenantId(tenant), level);
    Json.respond(exchange, 200, json(moderation.judge(prompt, context)));
  }

  private static ObjectNode json(Judgement judgement) {
    ObjectNode json =
        Json.object()
            .put("verdict", judgement.verdict().word())
            .put("refused", judgement.blocked(Stage.INPUT).isPresent());
    judgement.verdict().categories().forEach(json.putArray("categories")::add);
    judgement.rules().forEach(json.putArray("rules")::add);
    judgement.checks().forEach(json.putArray("checks")::add);
    return json;
  }
}
