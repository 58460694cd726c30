package dev.atelier.api.atelier;

import dev.atelier.api.Authenticator;
import dev.atelier.api.Endpoint;
import dev.atelier.api.JsonBody;
import dev.atelier.api.read.Fields;
import dev.atelier.database.Tx;
import dev.atelier.gateway.query.AccountActivity;
import dev.atelier.gateway.query.FindJob;
import dev.atelier.http.server.Exchange;
import dev.atelier.http.server.Mount;
import dev.atelier.http.wire.FieldSpool;
import dev.atelier.image.AccountId;
import dev.atelier.image.FaultException;
import dev.atelier.image.RequestFault;
import dev.atelier.metering.audit.AuditLog;
import dev.atelier.metering.key.Principal;
import dev.atelier.provider.AccountCheck;
import dev.atelier.provider.registry.AccountProblemException;
import dev.atelier.provider.registry.AccountSpec;
import dev.atelier.provider.registry.LiveAccounts;
import dev.atelier.provider.registry.ReadAccountSpec;
import dev.atelier.provider.registry.SecretSource;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The operator's accounts at upstreams, under {@code /api/v1/accounts}. Never shows a secret. */
public final class AccountsApi {
  private static final String PATH = AtelierApi.PATH + "/accounts";

  private final LiveAccounts accounts;
  private final Function<AccountId, AccountActivity> activity;
  private final FindJob find;
  private final AuditLog audit;
  private final Authenticator authenticator;
  private final AnswerErrors errors = new AnswerErrors();

  /**
   * @param activity what an account did lately
   * @param audit where every change is written
   * @param find tells what accounts brought otherwise than ordered
   */
  public AccountsApi(
      LiveAccounts accounts,
      Function<AccountId, AccountActivity> activity,
      FindJob find,
      AuditLog audit,
      Authenticator authenticator) {
    this.accounts = accounts;
    this.activity = activity;
    this.find = find;
    this.audit = audit;
    this.authenticator = authenticator;
  }

  /** Everything under that path; all of it takes the admin scope. */
  public Mount mount() {
    return Mount.at(errors, PATH)
        .post("", admin(this::add))
        .get("", admin(this::list))
        .get("/{name}", admin(this::show))
        .route("PATCH", "/{name}", admin(this::change))
        .delete("/{name}", admin(this::remove))
        .post("/{name}/pause", admin((exchange, who) -> pause(exchange, who, true)))
        .post("/{name}/resume", admin((exchange, who) -> pause(exchange, who, false)))
        .post("/{name}/test", admin(this::test));
  }

  private Endpoint admin(Endpoint.Action action) {
    return Endpoint.ofOperator(authenticator, errors, action);
  }

  private void add(Exchange exchange, Principal principal) throws IOException {
    var json = JsonBody.read(exchange, FieldSpool.NONE);
    LiveAccounts.Status added = checked(() -> add(principal, ReadAccountSpec.of(json)));
    exchange.setHeader("Location", PATH + "/" + added.account().spec().name());
    Json.respond(exchange, 201, json(added));
  }

  private LiveAccounts.Status add(Principal principal, AccountSpec spec) {
    return accounts.add(spec, tx -> audit.record(tx, principal, AccountAct.added(spec)));
  }

  private Consumer<Tx> act(Principal principal, String act, String account) {
    return tx -> audit.record(tx, principal, AccountAct.of(act, account));
  }

  private void list(Exchange exchange, Principal principal) throws IOException {
    ObjectNode json = Json.object();
    ArrayNode data = json.putArray("data");
    accounts.list().forEach(one -> data.add(json(one)));
    Json.respond(exchange, 200, json);
  }

  private void show(Exchange exchange, Principal principal) throws IOException {
    LiveAccounts.Status status = accounts.find(name(exchange)).orElseThrow(() -> none(exchange));
    ObjectNode json = json(status);
    var id = new AccountId(status.account().spec().name());
    json.set("last_24_hours", AttemptJson.activity(activity.apply(id)));
    Json.respond(exchange, 200, json);
  }

  private void change(Exchange exchange, Principal principal) throws IOException {
    JsonNode json = JsonBody.read(exchange, FieldSpool.NONE);
    LiveAccounts.Status changed =
        checked(() ->
                accounts.change(
                    name(exchange),
                    spec -> ReadAccountSpec.changed(spec, json),
                    (tx, spec) ->
                        audit.record(
                            tx, principal, AccountAct.changed(spec, json.propertyNames()))))
            .orElseThrow(() -> none(exchange));
    Json.respond(exchange, 200, json(changed));
  }

  private void remove(Exchange exchange, Principal principal) throws IOException {
    if (!checked(
        () -> accounts.remove(name(exchange), act(principal, "account.remove", name(exchange))))) {
      throw none(exchange);
    }
    exchange.respond(204);
  }

  private void pause(Exchange exchange, Principal principal, boolean on) throws IOException {
    LiveAccounts.Status changed =
        checked(() ->
                accounts.pause(
                    name(exchange),
                    on,
                    act(principal, on ? "account.pause" : "account.resume", name(exchange))))
            .orElseThrow(() -> none(exchange));
    Json.respond(exchange, 200, json(changed));
  }

  private void test(Exchange exchange, Principal principal)
      throws IOException, InterruptedException {
    Fields fields = Fields.ofJson("", optionalBody(exchange));
    fields.only(Set.of("spend", "model"));
    boolean spend = fields.bool("spend").orElse(false);
    Optional<String> model = fields.text("model");
    if (model.isPresent() && !spend) {
      throw fields.invalid("model", new RequestFault.Problem.Other("goes with spend only."));
    }
    AccountCheck check = check(exchange, spend, model).orElseThrow(() -> none(exchange));
    ObjectNode json = Json.object();
    json.put("works", check.works());
    json.put("evidence", check.evidence());
    Json.respond(exchange, 200, json);
  }

  private Optional<AccountCheck> check(Exchange exchange, boolean spend, Optional<String> model)
      throws IOException, InterruptedException {
    if (!spend) {
      return accounts.check(name(exchange));
    }
    try {
      return accounts.spend(name(exchange), model);
    } catch (AccountProblemException e) {
      throw refused(e);
    }
  }

  static JsonNode optionalBody(Exchange exchange) throws IOException {
    return exchange.contentLength().orElse(1) == 0
        ? Json.object()
        : JsonBody.read(exchange, FieldSpool.NONE);
  }

  private ObjectNode json(LiveAccounts.Status status) {
    AccountSpec spec = status.account().spec();
    ObjectNode json = Json.object();
    json.put("name", spec.name());
    json.put("provider", spec.provider());
    json.put("base_url", spec.baseUrl().toString());
    json.put("secret", SecretSource.shown(spec.secret()));
    ObjectNode models = json.putObject("models");
    spec.models().forEach(models::put);
    json.put("concurrency", spec.concurrency());
    spec.imagesPerMinute().ifPresent(images -> json.put("images_per_minute", images));
    Json.text(json, "tier", spec.tier());
    json.put("weight", spec.weight());
    ObjectNode options = json.putObject("options");
    spec.options().forEach(options::put);
    json.put("state", status.state());
    Json.text(json, "problem", status.problem());
    ArrayNode serves = json.putArray("serves");
    status.serves().forEach(serves::add);
    json.put("in_flight", status.inFlight());
    ArrayNode cooldowns = json.putArray("cooldowns");
    status
        .cooldowns()
        .forEach((work, cooldown) ->
            cooldowns
                .addObject()
                .put("work", work.isEmpty() ? "all" : work)
                .put("until", Json.time(cooldown.until()))
                .put("evidence", cooldown.evidence()));
    ObjectNode differences = json.putObject("differences");
    find.differences(new AccountId(spec.name()))
        .forEach((kind, times) -> differences.put(kind.word(), times));
    json.put("source", status.account().configured() ? "file" : "command");
    Json.time(json, "created_at", status.account().created());
    return json;
  }

  private static <T> T checked(Supplier<T> change) {
    try {
      return change.get();
    } catch (AccountProblemException e) {
      throw refused(e);
    }
  }

  private static FaultException refused(AccountProblemException e) {
    return new FaultException(
        new RequestFault.InvalidField(
            e.field(), new RequestFault.Problem.Other(e.getMessage() + ".")),
        e);
  }

  private static String name(Exchange exchange) {
    return exchange.variable("name");
  }

  private static FaultException none(Exchange exchange) {
    return new FaultException(new RequestFault.NotFound("account", name(exchange)));
  }
}
