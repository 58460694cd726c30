package dev.atelier.server.command;

import dev.atelier.api.atelier.CsvRow;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code atelier usage}: how much was ordered, made and charged. */
@Command(
    name = "usage",
    mixinStandardHelpOptions = true,
    description = {
      "Show how much was ordered, made and charged, in groups (docs/prices.md).",
      "Days are in UTC."
    })
final class UsageCommand implements Runnable {
  private static final int PAGE = 1_000;

  @Mixin private AdminOptions options = new AdminOptions();
  @Mixin private AdminOutput output = new AdminOutput();

  @Option(
      names = "--group-by",
      paramLabel = "WORDS",
      description =
          "with commas: day (default), key, end_user, model, provider, size, quality, tenant")
  private String groupBy = "day";

  @Option(names = "--from", paramLabel = "DAY", description = "the first (default: 29 before --to)")
  private @Nullable String from;

  @Option(names = "--to", paramLabel = "DAY", description = "the last (default: today)")
  private @Nullable String to;

  @Option(
      names = "--of-tenant",
      paramLabel = "TENANT",
      description = "or * for all (default: the key's own, or default)")
  private @Nullable String tenant;

  @Option(names = "--of-key", paramLabel = "ID", description = "of this key alone")
  private @Nullable String key;

  @Option(names = "--end-user", paramLabel = "ID", description = "of this end user alone")
  private @Nullable String endUser;

  @Option(names = "--model", description = "of this model alone")
  private @Nullable String model;

  @Option(names = "--provider", description = "made by this one alone")
  private @Nullable String provider;

  @Option(names = "--size", paramLabel = "WxH", description = "of this size alone")
  private @Nullable String size;

  @Option(names = "--quality", description = "of this quality alone")
  private @Nullable String quality;

  @Option(names = "--csv", description = "print CSV")
  private boolean csv;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    try (AdminDesk desk = options.open()) {
      if (csv) {
        printCsv(desk);
      } else {
        ObjectNode all = AdminDesk.fields();
        pages(desk, rows -> all.withArray("data").addAll(rows));
        output.rows(all);
      }
    }
  }

  private void printCsv(AdminDesk desk) {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    var header = new AtomicBoolean(true);
    pages(
        desk,
        rows -> {
          for (JsonNode row : rows) {
            if (header.getAndSet(false)) {
              out.println(CsvRow.header(row));
            }
            out.println(CsvRow.of(row));
          }
        });
    out.flush();
  }

  private void pages(AdminDesk desk, Consumer<List<JsonNode>> rows) {
    ObjectNode query = query();
    JsonNode page;
    do {
      page = desk.call("GET", "/usage", query);
      rows.accept(page.path("data").valueStream().toList());
      query.put("after", page.path("next_after").asString(""));
    } while (page.path("has_more").asBoolean());
  }

  private ObjectNode query() {
    ObjectNode query = AdminDesk.fields().put("group_by", groupBy).put("limit", PAGE);
    AdminDesk.put(query, "from", from);
    AdminDesk.put(query, "to", to);
    AdminDesk.put(query, "tenant", tenant);
    AdminDesk.put(query, "key", key);
    AdminDesk.put(query, "end_user", endUser);
    AdminDesk.put(query, "model", model);
    AdminDesk.put(query, "provider", provider);
    AdminDesk.put(query, "size", size);
    AdminDesk.put(query, "quality", quality);
    return query;
  }
}
