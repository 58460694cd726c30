package dev.atelier.api.atelier;

import dev.atelier.api.read.Dollars;
import dev.atelier.api.read.Fields;
import dev.atelier.gateway.admin.ManageMoney;
import dev.atelier.image.FaultException;
import dev.atelier.image.JobId;
import dev.atelier.image.RequestFault;
import dev.atelier.image.RequestFault.Problem;
import dev.atelier.image.TenantId;
import dev.atelier.metering.key.KeyInfo;
import dev.atelier.metering.ledger.Balance;
import dev.atelier.metering.ledger.Billing;
import dev.atelier.metering.ledger.Budget;
import dev.atelier.metering.ledger.Entry;
import dev.atelier.metering.ledger.Entry.Kind;
import dev.atelier.metering.ledger.Payments.Posted;
import dev.atelier.metering.ledger.Period;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The money of tenants: balances, ledgers, payments, refunds and budgets. */
final class MoneyRoutes {
  private static final String USD = "usd";
  private static final String NOTE = "note";
  private static final String AFTER = "after";
  private static final int NOTE_MAX = 500;
  private static final int ENTRIES_MAX = 500;
  private static final int ENTRIES_USUAL = 100;
  private static final int IMAGE_MAX = 1_000;
  private static final List<Kind> PAYMENTS = List.of(Kind.TOP_UP, Kind.CREDIT, Kind.ADJUSTMENT);

  private final ManageMoney money;
  private final Supplier<UUID> ids;

  /**
   * @param ids of payments that bring none of their own
   */
  MoneyRoutes(ManageMoney money, Supplier<UUID> ids) {
    this.money = money;
    this.ids = ids;
  }

  List<AdminRoute> all() {
    return List.of(
        AdminRoute.get("/tenants/{id}/balance", this::balance),
        new AdminRoute("PATCH", "/tenants/{id}/balance", 200, this::billing),
        AdminRoute.get("/tenants/{id}/ledger", this::entries),
        AdminRoute.post("/tenants/{id}/payments", this::pay),
        AdminRoute.post("/tenants/{id}/refunds", this::refund),
        AdminRoute.get("/tenants/{id}/budgets", this::tenantBudgets),
        new AdminRoute("PATCH", "/tenants/{id}/budgets", 200, this::boundTenant),
        AdminRoute.get("/keys/{id}/budgets", this::keyBudgets),
        new AdminRoute("PATCH", "/keys/{id}/budgets", 200, this::boundKey));
  }

  private ObjectNode balance(AdminCall call) {
    TenantId tenant = tenant(call);
    return json(tenant, money.balance(call.who(), tenant));
  }

  private ObjectNode billing(AdminCall call) {
    TenantId tenant = tenant(call);
    call.fields().only(Set.of("billing"));
    String word = call.fields().requiredText("billing");
    Billing billing =
        Billing.of(word)
            .orElseThrow(() ->
                call.fields()
                    .invalid(
                        "billing",
                        new Problem.NotOneOf(
                            word, Arrays.stream(Billing.values()).map(Billing::word).toList())));
    if (!money.billing(call.who(), tenant, billing)) {
      throw call.fields()
          .invalid(
              "billing",
              new Problem.Other("cannot be prepaid while the tenant owes something: top it up."));
    }
    return json(tenant, money.balance(call.who(), tenant));
  }

  private ObjectNode entries(AdminCall call) {
    Fields fields = call.fields();
    fields.only(Set.of(AFTER, Page.LIMIT));
    Optional<Entry.Cursor> after = fields.text(AFTER).map(text -> cursor(fields, text));
    int limit = fields.integer(Page.LIMIT, 1, ENTRIES_MAX).orElse(ENTRIES_USUAL);
    List<Entry> found = money.entries(call.who(), tenant(call), after, limit + 1);
    ObjectNode page = Json.object();
    ArrayNode data = page.putArray("data");
    List<Entry> shown = found.subList(0, Math.min(limit, found.size()));
    shown.forEach(entry -> data.add(json(entry)));
    page.put("has_more", found.size() > limit);
    Json.text(
        page,
        "next_after",
        found.size() > limit ? Optional.of(shown.getLast().cursor().text()) : Optional.empty());
    return page;
  }

  private static Entry.Cursor cursor(Fields fields, String text) {
    try {
      return Entry.Cursor.parse(text);
    } catch (IllegalArgumentException e) {
      throw fields.invalid(AFTER, new Problem.Other("is no place in a ledger."));
    }
  }

  private ObjectNode pay(AdminCall call) {
    Fields fields = call.fields();
    TenantId tenant = tenant(call);
    fields.only(Set.of("id", "kind", USD, NOTE));
    Kind kind = fields.oneOf("kind", PAYMENTS, Kind::word).orElse(Kind.TOP_UP);
    long micros =
        Dollars.read(fields, USD, kind == Kind.ADJUSTMENT).orElseThrow(() -> missing(fields));
    UUID id = fields.text("id").map(text -> uuid(fields, text)).orElseGet(ids);
    return posted(
        fields, tenant, call, money.pay(call.who(), tenant, kind, id, micros, note(fields)));
  }

  private static FaultException missing(Fields fields) {
    return fields.invalid(USD, new Problem.Missing());
  }

  private static UUID uuid(Fields fields, String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw fields.invalid("id", new Problem.Other("a UUID expected."));
    }
  }

  private ObjectNode refund(AdminCall call) {
    Fields fields = call.fields();
    TenantId tenant = tenant(call);
    fields.only(Set.of("job", "image", USD, NOTE));
    String text = fields.requiredText("job");
    JobId job;
    try {
      job = JobId.parse(text);
    } catch (IllegalArgumentException | FaultException e) {
      throw new FaultException(new RequestFault.NotFound("job", text));
    }
    int image = fields.integer("image", 0, IMAGE_MAX).orElse(0);
    Optional<Long> micros = Dollars.read(fields, USD, false);
    OptionalLong amount = micros.isPresent() ? OptionalLong.of(micros.get()) : OptionalLong.empty();
    return posted(
        fields, tenant, call, money.refund(call.who(), tenant, job, image, amount, note(fields)));
  }

  private static Optional<String> note(Fields fields) {
    Optional<String> note = fields.text(NOTE);
    if (note.map(String::length).orElse(0) > NOTE_MAX) {
      throw fields.invalid(NOTE, new Problem.Other("up to " + NOTE_MAX + " characters expected."));
    }
    return note;
  }

  private ObjectNode posted(Fields fields, TenantId tenant, AdminCall call, Posted posted) {
    if (posted instanceof Posted.Refused(String why)) {
      throw fields.invalid(USD, new Problem.Other(why));
    }
    ObjectNode json = Json.object().put("repeated", posted instanceof Posted.Repeated);
    json.set("balance", json(tenant, money.balance(call.who(), tenant)));
    return json;
  }

  private ObjectNode tenantBudgets(AdminCall call) {
    return data(money.budgets(call.who(), tenant(call)));
  }

  private ObjectNode keyBudgets(AdminCall call) {
    return data(money.budgets(call.who(), key(call)));
  }

  private ObjectNode boundTenant(AdminCall call) {
    TenantId tenant = tenant(call);
    List<Budget> after = money.budgets(call.who(), tenant);
    for (Period period : named(call)) {
      after = money.budget(call.who(), tenant, period, bound(call, period));
    }
    return data(after);
  }

  private ObjectNode boundKey(AdminCall call) {
    KeyInfo key = key(call);
    List<Budget> after = money.budgets(call.who(), key);
    for (Period period : named(call)) {
      after = money.budget(call.who(), key, period, bound(call, period));
    }
    return data(after);
  }

  /** The periods that the body says something of. */
  private static List<Period> named(AdminCall call) {
    call.fields().only(Set.of(field(Period.DAY), field(Period.MONTH)));
    return Arrays.stream(Period.values())
        .filter(period -> call.body().has(field(period)))
        .peek(period -> bound(call, period))
        .toList();
  }

  private static Optional<Long> bound(AdminCall call, Period period) {
    return Dollars.read(call.fields(), field(period), false);
  }

  private static String field(Period period) {
    return period.word() + "_usd";
  }

  private TenantId tenant(AdminCall call) {
    return money
        .tenant(call.who(), call.id())
        .orElseThrow(() -> call.notFound("tenant", call.id()));
  }

  private KeyInfo key(AdminCall call) {
    return money.key(call.who(), call.id()).orElseThrow(() -> call.notFound("key", call.id()));
  }

  private static ObjectNode data(List<Budget> budgets) {
    ObjectNode json = Json.object();
    ArrayNode data = json.putArray("data");
    budgets.forEach(budget -> data.add(json(budget)));
    return json;
  }

  static ObjectNode json(TenantId tenant, Balance balance) {
    ObjectNode json =
        Json.object()
            .put("tenant", tenant.value())
            .put("billing", balance.billing().word())
            .put("funds_usd", Json.dollars(balance.funds()))
            .put("held_usd", Json.dollars(balance.held()))
            .put("charged_usd", Json.dollars(balance.charged()));
    OptionalLong available = balance.available();
    Json.text(
        json,
        "available_usd",
        available.isPresent()
            ? Optional.of(Json.dollars(available.getAsLong()))
            : Optional.empty());
    ArrayNode budgets = json.putArray("budgets");
    balance.budgets().forEach(budget -> budgets.add(json(budget)));
    return json;
  }

  private static ObjectNode json(Budget budget) {
    return Json.object()
        .put("period", budget.period().word())
        .put("bound_usd", Json.dollars(budget.bound()))
        .put("used_usd", Json.dollars(budget.used()))
        .put("until", budget.until().toString());
  }

  private static ObjectNode json(Entry entry) {
    ObjectNode json =
        Json.object().put("at", Json.time(entry.at())).put("kind", entry.kind().word());
    Json.text(json, "job", entry.job().map(JobId::toString));
    if (entry.image().isPresent()) {
      json.put("image", entry.image().getAsInt());
    } else {
      json.putNull("image");
    }
    Json.text(
        json,
        "payment",
        entry.job().isPresent() ? Optional.empty() : Optional.of(entry.subject().toString()));
    json.put("key", entry.key().value())
        .put("funds_usd", Json.dollars(entry.posting().funds()))
        .put("held_usd", Json.dollars(entry.held()))
        .put("charged_usd", Json.dollars(entry.charged()))
        .put("text_tokens", entry.usage().textIn())
        .put("image_in_tokens", entry.usage().imageIn())
        .put("image_out_tokens", entry.usage().imageOut());
    Json.text(json, NOTE, entry.note());
    return json;
  }
}
