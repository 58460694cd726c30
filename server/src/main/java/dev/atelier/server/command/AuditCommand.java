package dev.atelier.server.command;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** {@code atelier audit}: what administrators did. */
@Command(
    name = "audit",
    mixinStandardHelpOptions = true,
    description = "Read what administrators did; nobody can change it.",
    subcommands = AuditCommand.ListAll.class,
    synopsisSubcommandLabel = "list")
final class AuditCommand {
  @Command(name = "list", mixinStandardHelpOptions = true, description = "List acts, newest first.")
  static final class ListAll implements Runnable {
    @Mixin private AdminOptions options = new AdminOptions();
    @Mixin private AdminOutput output = new AdminOutput();

    @Option(
        names = "--tenant",
        paramLabel = "ID",
        description = "only what was done to its objects")
    private @Nullable String tenant;

    @Option(names = "--before", paramLabel = "ENTRY", description = "only what is older than this")
    private @Nullable String before;

    @Option(names = "--limit", paramLabel = "N", description = "most rows, to 100 (default: 50)")
    private int limit = 50;

    @Override
    public void run() {
      ObjectNode fields = AdminDesk.fields().put("limit", limit);
      if (tenant != null) {
        fields.put("tenant", tenant);
      }
      if (before != null) {
        fields.put("before", before);
      }
      try (AdminDesk desk = options.open()) {
        output.rows(desk.call("GET", "/audit", fields));
      }
    }
  }
}
