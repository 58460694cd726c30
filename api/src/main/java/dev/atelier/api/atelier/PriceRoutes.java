package dev.atelier.api.atelier;

import dev.atelier.catalog.price.PriceList;
import dev.atelier.gateway.admin.ManagePrices;
import dev.atelier.image.RequestFault.Problem;
import dev.atelier.metering.price.PriceBook;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /prices}: the lists of what images are sold for, each from a moment on. */
final class PriceRoutes {
  private static final String PRICES = "prices";

  private final ManagePrices prices;
  private final Supplier<PriceBook> book;
  private final InstantSource clock;

  PriceRoutes(ManagePrices prices, Supplier<PriceBook> book, InstantSource clock) {
    this.prices = prices;
    this.book = book;
    this.clock = clock;
  }

  List<AdminRoute> all() {
    return List.of(
        AdminRoute.get("/prices", this::list),
        AdminRoute.post("/prices", this::add),
        AdminRoute.get("/prices/{name}", this::show),
        new AdminRoute("DELETE", "/prices/{name}", 200, this::remove));
  }

  private ObjectNode list(AdminCall call) {
    String now = book.get().at(clock.instant()).id();
    ObjectNode json = Json.object();
    ArrayNode data = json.putArray("data");
    for (PriceList list : prices.list(call.who(), book.get())) {
      data.add(json(list).put("holds", list.id().equals(now)));
    }
    return json;
  }

  private static ObjectNode json(PriceList list) {
    return Json.object()
        .put("id", list.id())
        .put("from", Json.time(list.from()))
        .put("rules", list.rules().size());
  }

  /** A list that began in the past would change what was quoted. */
  private ObjectNode add(AdminCall call) {
    String document = call.body().toString();
    PriceList list;
    try {
      list = book.get().read(document);
    } catch (IllegalArgumentException e) {
      throw call.fields().invalid(PRICES, new Problem.Other(String.valueOf(e.getMessage())));
    }
    Instant now = clock.instant();
    if (list.from().isBefore(now.minusSeconds(60))) {
      throw call.fields()
          .invalid("from", new Problem.Other("is over: a list begins now or later."));
    }
    if (!prices.add(call.who(), book.get(), list, document)) {
      throw call.fields()
          .invalid("id", new Problem.Other("or from is that of another list already."));
    }
    return json(list).put("holds", book.get().at(now).id().equals(list.id()));
  }

  private ObjectNode show(AdminCall call) {
    return prices
        .document(call.who(), book.get(), call.name())
        .map(text -> (ObjectNode) JsonMapper.shared().readTree(text))
        .orElseThrow(() -> call.notFound("price list", call.name()));
  }

  private ObjectNode remove(AdminCall call) {
    if (!prices.remove(call.who(), book.get(), call.name())) {
      throw call.notFound(
          "price list that begins in %d seconds or later".formatted(PriceBook.REMOVAL_SECONDS),
          call.name());
    }
    return Json.object().put("id", call.name()).put("removed", true);
  }
}
