package dev.atelier.server.command;

import dev.atelier.api.atelier.AdminApi;
import dev.atelier.catalog.Catalog;
import dev.atelier.gateway.admin.Administration;
import dev.atelier.gateway.job.GatewayObserver;
import dev.atelier.metering.price.PriceBook;
import dev.atelier.server.config.ServerConfig;
import dev.atelier.server.wiring.DatabaseModule;
import dev.atelier.server.wiring.PrivacyModule;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/** The administration of a data directory, in its operator's hands, beside a running server. */
final class LocalDesk implements AdminDesk {
  private final DatabaseModule records;
  private final AdminApi api;

  private LocalDesk(DatabaseModule records, AdminApi api) {
    this.records = records;
    this.api = api;
  }

  static LocalDesk open(ConfigOptions options) {
    ServerConfig config = options.load();
    var clock = InstantSource.system();
    DatabaseModule records = DatabaseModule.open(config, clock);
    Administration administration = records.administration(config, GatewayObserver.NONE, clock);
    Supplier<Catalog> catalog = () -> Catalog.load(config.models());
    return new LocalDesk(
        records,
        new AdminApi(
            administration,
            catalog,
            () -> new PriceBook(records.database(), catalog.get(), clock),
            () -> PrivacyModule.beside(config, records, administration, clock),
            clock));
  }

  @Override
  public ObjectNode call(String method, String path, ObjectNode fields) {
    List<String> segments =
        Arrays.stream(path.substring(1).split("/"))
            .map(segment -> URLDecoder.decode(segment, StandardCharsets.UTF_8))
            .toList();
    try {
      return api.call(WebhookDesk.OPERATOR, method, segments, fields);
    } catch (AdminApi.RefusedException e) {
      throw new CommandException(ExitCode.REFUSED, String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void close() {
    records.close();
  }
}
