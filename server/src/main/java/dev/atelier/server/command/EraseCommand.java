package dev.atelier.server.command;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code atelier tenants erase}: erases all that a tenant or one of its end users has. */
@Command(
    name = "erase",
    mixinStandardHelpOptions = true,
    description = {
      "Erase jobs, prompts, pictures, uploads, webhooks and names of a tenant, or of one end user.",
      "What runs is cancelled. The ledger and the audit log stay. Without --yes it only counts."
    })
final class EraseCommand implements Runnable {
  @Mixin private AdminOptions options = new AdminOptions();
  @Mixin private AdminOutput output = new AdminOutput();

  @Parameters(paramLabel = "ID")
  private String id = "";

  @Option(
      names = "--user",
      paramLabel = "NAME",
      description = "only what is this end user's, as the tenant's callers name it")
  private @Nullable String user;

  @Option(names = "--yes", description = "erase it; this cannot be undone")
  private boolean yes;

  @Override
  public void run() {
    String owner =
        "/tenants/"
            + KeysCommand.encoded(id)
            + (user == null ? "" : "/users/" + KeysCommand.encoded(user));
    try (AdminDesk desk = options.open()) {
      output.one(
          yes
              ? desk.call("DELETE", owner + "/data", AdminDesk.fields())
              : desk.get(owner + "/data"));
    }
  }
}
