package dev.atelier.server.command;

import java.io.FileNotFoundException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** {@code atelier quote}: what an order would cost, and its price for a while. */
@Command(
    name = "quote",
    mixinStandardHelpOptions = true,
    description = {
      "Show what pictures would cost, without ordering them (docs/prices.md).",
      "Through --server or ATELIER_URL (with ATELIER_KEY), whose price holds for a while; else in",
      "this process, offline, by the accounts and models of this configuration."
    })
final class QuoteCommand implements Runnable {
  @Mixin private ServerOptions server = new ServerOptions();
  @Mixin private OrderOptions order = new OrderOptions();
  @Mixin private AdminOutput output = new AdminOutput();

  @Option(
      names = "--api",
      paramLabel = "API",
      description = "through which it will be ordered, such as apimart (default: atelier)")
  private @Nullable String api;

  @Option(
      names = "--partials",
      paramLabel = "N",
      description = "previews of each picture, 0 to 3 (default: 0)")
  private int partials;

  @Override
  public void run() {
    String prompt = order.prompt("quote");
    Map<String, Object> fields = order.defaults(order.format(), Path.of(".")).fields();
    try (ImageTarget target = server.open();
        var desk = new RemoteDesk(target.server(), target.key())) {
      ObjectNode body = AdminDesk.fields().put("prompt", prompt);
      fields.forEach(
          (name, value) -> body.putPOJO(name.equals("output_format") ? "format" : name, value));
      Optional.ofNullable(api).ifPresent(name -> body.put("api", name));
      if (partials != 0) {
        body.put("partials", partials);
      }
      for (Path image : order.images()) {
        body.withArray("images").add(uploaded(desk, image));
      }
      order.mask().ifPresent(mask -> body.set("mask", uploaded(desk, mask)));
      output.one(desk.post("/quotes", body));
    }
  }

  /** A picture is sent by itself, so that it never is in memory. */
  private static ObjectNode uploaded(RemoteDesk desk, Path file) {
    try {
      ObjectNode artifact =
          desk.upload("/artifacts", "application/octet-stream", BodyPublishers.ofFile(file));
      return AdminDesk.fields().put("artifact", artifact.path("id").stringValue());
    } catch (FileNotFoundException e) {
      throw new CommandException(ExitCode.USAGE, "cannot read " + file);
    }
  }
}
