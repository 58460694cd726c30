package dev.atelier.api.atelier;

import dev.atelier.api.Authenticator;
import dev.atelier.api.Endpoint;
import dev.atelier.api.Failure;
import dev.atelier.api.read.Fields;
import dev.atelier.catalog.Catalog;
import dev.atelier.gateway.admin.Administration;
import dev.atelier.gateway.admin.ManagePrivacy;
import dev.atelier.http.server.Exchange;
import dev.atelier.http.server.Mount;
import dev.atelier.metering.key.Principal;
import dev.atelier.metering.key.Scope;
import dev.atelier.metering.price.PriceBook;
import java.io.IOException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tenants, keys, limits and the audit log, under {@code /api/v1}. The same calls can be made in
 * process, for a command beside the server.
 */
public final class AdminApi {
  private static final Pattern VARIABLE = Pattern.compile("[{]([a-z]+)[}]");

  private final List<AdminRoute> routes;

  /** What anyone may ask over HTTP, so that it has a route of its own there. */
  private final AdminRoute usage;

  private final AnswerErrors errors = new AnswerErrors();

  /**
   * @param catalog asked only where a call names models
   * @param prices asked only where a call is about prices
   * @param privacy asked only where a call is about what is kept
   */
  public AdminApi(
      Administration administration,
      Supplier<Catalog> catalog,
      Supplier<PriceBook> prices,
      Supplier<ManagePrivacy> privacy,
      InstantSource clock) {
    this.routes =
        Stream.of(
                new TenantRoutes(administration.tenants()).all(),
                new KeyRoutes(administration.keys(), catalog).all(),
                new LimitRoutes(administration.limits()).all(),
                new MoneyRoutes(administration.money(), UUID::randomUUID).all(),
                new PriceRoutes(administration.prices(), prices, clock).all(),
                new PrivacyRoutes(privacy).all(),
                new QueueRoutes(administration.queue()).all(),
                new AuditRoutes(administration.audit()).all(),
                new NodeRoutes(administration.nodes()).all())
            .flatMap(List::stream)
            .toList();
    var reports = new UsageReports(administration.usage());
    this.usage = AdminRoute.get("/usage", call -> reports.of(call.who(), call.fields(), Set.of()));
  }

  /** What a call in process was refused for. */
  public static final class RefusedException extends RuntimeException {
    RefusedException(ProblemBody problem) {
      super(problem.detail());
    }
  }

  /** Adds everything to the paths of Atelier's own API; all of it takes the admin scope. */
  public Mount on(Mount own, Authenticator authenticator) {
    for (AdminRoute route : routes) {
      own.route(
          route.method(),
          route.template(),
          new Endpoint(
              authenticator, errors, Scope.ADMIN, (exchange, who) -> answer(exchange, who, route)));
    }
    return own;
  }

  /**
   * Makes a call in process.
   *
   * @param path its decoded segments, below the API's prefix
   * @param fields of the body or the query
   * @throws RefusedException with words for who called
   */
  public ObjectNode call(Principal who, String method, List<String> path, JsonNode fields) {
    for (AdminRoute route : Stream.concat(routes.stream(), Stream.of(usage)).toList()) {
      Optional<Map<String, String>> variables = variables(route.template(), path);
      if (route.method().equals(method) && variables.isPresent()) {
        try {
          return route
              .action()
              .answer(new AdminCall(who, variables.get(), Fields.ofJson("", fields), fields));
        } catch (RuntimeException e) {
          throw new RefusedException(RenderFault.render(Failure.fault(e).orElseThrow(() -> e)));
        }
      }
    }
    throw new IllegalArgumentException("no such call: " + method + " " + path);
  }

  private void answer(Exchange exchange, Principal who, AdminRoute route) throws IOException {
    var variables = new HashMap<String, String>();
    Matcher names = VARIABLE.matcher(route.template());
    while (names.find()) {
      variables.put(names.group(1), exchange.variable(names.group(1)));
    }
    JsonNode body = route.bodiless() ? Json.object() : AccountsApi.optionalBody(exchange);
    Fields fields = route.bodiless() ? Fields.ofQuery(exchange) : Fields.ofJson("", body);
    ObjectNode made = route.action().answer(new AdminCall(who, variables, fields, body));
    if (route.status() == 201) {
      exchange.setHeader("Location", location(route, made));
    }
    exchange.setHeader("Cache-Control", "no-store");
    Json.respond(exchange, route.status(), made);
  }

  private static String location(AdminRoute route, ObjectNode made) {
    String collection = route.template().equals("/tenants") ? "/tenants/" : "/keys/";
    return AtelierApi.PATH + collection + made.path("id").stringValue();
  }

  /** What stands for a template's variables in a path that it fits. */
  private static Optional<Map<String, String>> variables(String template, List<String> path) {
    List<String> wanted = List.of(template.substring(1).split("/"));
    if (wanted.size() != path.size()) {
      return Optional.empty();
    }
    var variables = new HashMap<String, String>();
    for (int i = 0; i < wanted.size(); i++) {
      Matcher variable = VARIABLE.matcher(wanted.get(i));
      if (variable.matches()) {
        variables.put(variable.group(1), path.get(i));
      } else if (!wanted.get(i).equals(path.get(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(variables);
  }
}
