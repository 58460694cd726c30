package dev.atelier.api.atelier;

import dev.atelier.api.read.Fields;
import dev.atelier.gateway.admin.ManageLimits;
import dev.atelier.image.Quality;
import dev.atelier.image.RequestFault.Problem;
import dev.atelier.metering.limit.LimitOwner;
import dev.atelier.metering.limit.OwnLimits;
import dev.atelier.metering.limit.SizeMax;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** {@code …/limits} of keys, tenants and end users: shows, sets and clears them. */
final class LimitRoutes {
  private static final String REQUESTS = "requests_per_minute";
  private static final String IMAGES = "images_per_minute";
  private static final String CONCURRENCY = "concurrency";
  private static final String QUEUE = "queue_depth";
  private static final String SIZE = "size_max";
  private static final String QUALITY = "quality_max";
  private static final Set<String> ALL =
      Set.of(REQUESTS, IMAGES, CONCURRENCY, QUEUE, SIZE, QUALITY);
  private static final int USER_MAX = 512;

  private final ManageLimits limits;

  LimitRoutes(ManageLimits limits) {
    this.limits = limits;
  }

  List<AdminRoute> all() {
    return Stream.of(
            of("/tenants/{id}/limits", this::tenant),
            of("/tenants/{id}/users/{name}/limits", this::user),
            of("/keys/{id}/limits", this::key))
        .flatMap(List::stream)
        .toList();
  }

  private List<AdminRoute> of(String template, Function<AdminCall, LimitOwner> owner) {
    return List.of(
        AdminRoute.get(template, call -> json(limits.find(call.who(), owner.apply(call)))),
        new AdminRoute("PATCH", template, 200, call -> set(call, owner.apply(call))),
        new AdminRoute("DELETE", template, 200, call -> clear(call, owner.apply(call))));
  }

  private ObjectNode set(AdminCall call, LimitOwner owner) {
    call.fields().only(ALL);
    return json(limits.change(call.who(), owner, before -> changed(call, before)));
  }

  private ObjectNode clear(AdminCall call, LimitOwner owner) {
    limits.clear(call.who(), owner);
    return json(limits.find(call.who(), owner));
  }

  /** What is not named stays, what is null is left to the configuration. */
  private static OwnLimits changed(AdminCall call, OwnLimits before) {
    Fields fields = call.fields();
    return new OwnLimits(
        count(call, REQUESTS, before.requestsPerMinute()),
        count(call, IMAGES, before.imagesPerMinute()),
        count(call, CONCURRENCY, before.concurrency()),
        count(call, QUEUE, before.queueDepth()),
        call.body().has(SIZE)
            ? fields
                .text(SIZE)
                .map(text ->
                    SizeMax.parse(text)
                        .orElseThrow(() ->
                            fields.invalid(
                                SIZE,
                                new Problem.Other("WIDTHxHEIGHT or a number of pixels expected."))))
            : before.sizeMax(),
        call.body().has(QUALITY)
            ? fields
                .text(QUALITY)
                .map(text ->
                    Quality.made(text)
                        .orElseThrow(() ->
                            fields.invalid(
                                QUALITY, new Problem.Other("a quality such as high expected."))))
            : before.qualityMax());
  }

  private static Optional<Integer> count(AdminCall call, String name, Optional<Integer> before) {
    return call.body().has(name) ? call.fields().integer(name, 0, OwnLimits.COUNT_MAX) : before;
  }

  private LimitOwner tenant(AdminCall call) {
    return limits
        .tenant(call.who(), call.id())
        .orElseThrow(() -> call.notFound("tenant", call.id()));
  }

  private LimitOwner user(AdminCall call) {
    if (call.name().length() > USER_MAX) {
      throw call.notFound("end user", "with so long a name");
    }
    return limits
        .user(call.who(), call.id(), call.name())
        .orElseThrow(() -> call.notFound("tenant", call.id()));
  }

  private LimitOwner key(AdminCall call) {
    return limits.key(call.who(), call.id()).orElseThrow(() -> call.notFound("key", call.id()));
  }

  private static ObjectNode json(OwnLimits limits) {
    ObjectNode json = Json.object();
    put(json, REQUESTS, limits.requestsPerMinute());
    put(json, IMAGES, limits.imagesPerMinute());
    put(json, CONCURRENCY, limits.concurrency());
    put(json, QUEUE, limits.queueDepth());
    Json.text(json, SIZE, limits.sizeMax().map(Object::toString));
    Json.text(json, QUALITY, limits.qualityMax().map(Quality::word));
    return json;
  }

  private static void put(ObjectNode json, String name, Optional<Integer> count) {
    if (count.isPresent()) {
      json.put(name, count.get());
    } else {
      json.putNull(name);
    }
  }
}
