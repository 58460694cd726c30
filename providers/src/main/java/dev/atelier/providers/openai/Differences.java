package dev.atelier.providers.openai;

import dev.atelier.image.Order;
import dev.atelier.image.Quality;
import dev.atelier.provider.Call;
import dev.atelier.provider.Results.Admitted;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Where an answer admits that something else was made than was ordered. */
final class Differences {
  /** Echoes that say nothing. */
  private static final Set<String> SILENT = Set.of("", "auto");

  /** What a snapshot's name ends with. */
  private static final Pattern DATE = Pattern.compile("-\\d{4}-?\\d{2}-?\\d{2}$");

  private Differences() {}

  static List<String> of(Call call, JsonNode answer) {
    Order order = call.request().order();
    var differences = new ArrayList<String>();
    differ(
        differences,
        "quality",
        order.output().quality().word(),
        answer.path("quality").asString(""));
    model(call, answer)
        .ifPresent(model ->
            differ(differences, "model", call.account().upstreamName(order.model()), model));
    int came = answer.path("data").size();
    if (came > call.indexes().size()) {
      differences.add(came + " images came where " + call.indexes().size() + " were ordered");
    }
    return differences;
  }

  /** What it says that it made instead. */
  static Admitted admitted(Call call, JsonNode answer) {
    return new Admitted(
        Quality.made(answer.path("quality").asString(""))
            .filter(made -> !made.equals(call.request().order().output().quality())),
        model(call, answer));
  }

  /** A model other than the one that was asked, dated names of which are the same. */
  private static Optional<String> model(Call call, JsonNode answer) {
    String model = answer.path("model").asString("");
    String ordered = call.account().upstreamName(call.request().order().model());
    return model.isEmpty() || undated(model).equals(undated(ordered))
        ? Optional.empty()
        : Optional.of(model);
  }

  private static String undated(String model) {
    return DATE.matcher(model).replaceFirst("");
  }

  private static void differ(List<String> differences, String name, String ordered, String made) {
    if (!SILENT.contains(made) && !made.equals(ordered)) {
      differences.add(name + " " + made + " where " + ordered + " was ordered");
    }
  }
}
