package dev.atelier.server.command;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** {@code atelier tenants privacy}: how long what a tenant has is kept. */
@Command(
    name = "privacy",
    mixinStandardHelpOptions = true,
    description = {
      "Show or set how long what a tenant has is kept, from the end of each job on.",
      "Times are such as 12h or 30d; 0h is as soon as the job has ended, default as the server",
      "keeps it. A change counts for the jobs that are there, too."
    })
final class PrivacyCommand implements Runnable {
  private static final Pattern TIME = Pattern.compile("([0-9]{1,5})([hd])");
  private static final int DAY_HOURS = 24;

  @Mixin private AdminOptions options = new AdminOptions();
  @Mixin private AdminOutput output = new AdminOutput();

  @Parameters(paramLabel = "ID")
  private String id = "";

  @Option(
      names = "--prompts",
      paramLabel = "TIME",
      description = "prompts and whatever else the customer wrote")
  private @Nullable String prompts;

  @Option(names = "--images", paramLabel = "TIME", description = "results and inputs")
  private @Nullable String images;

  @Option(names = "--jobs", paramLabel = "TIME", description = "jobs with all that belongs to them")
  private @Nullable String jobs;

  @Option(
      names = "--prompts-hashed",
      negatable = true,
      description = "keep prompts as keyed hashes only once their job has ended")
  private @Nullable Boolean hashed;

  @Override
  public void run() {
    ObjectNode fields = AdminDesk.fields();
    put(fields, "prompts_hours", prompts);
    put(fields, "images_hours", images);
    put(fields, "jobs_hours", jobs);
    if (hashed != null) {
      fields.put("prompts_hashed", hashed);
    }
    String path = "/tenants/" + KeysCommand.encoded(id) + "/privacy";
    try (AdminDesk desk = options.open()) {
      output.one(fields.isEmpty() ? desk.get(path) : desk.call("PATCH", path, fields));
    }
  }

  private static void put(ObjectNode fields, String name, @Nullable String time) {
    if (time == null) {
      return;
    }
    if (time.equals("default")) {
      fields.putNull(name);
      return;
    }
    Matcher read = TIME.matcher(time);
    if (!read.matches()) {
      throw new CommandException(
          ExitCode.USAGE, "a time such as 12h or 30d, or default, expected: " + time);
    }
    int count = Integer.parseInt(read.group(1));
    fields.put(name, read.group(2).equals("d") ? count * DAY_HOURS : count);
  }
}
