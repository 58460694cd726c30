package dev.atelier.providers.openai;

import dev.atelier.image.Order;
import dev.atelier.provider.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Where an answer admits that something else was made than was ordered. */
final class Differences {
  /** Echoes that say nothing. */
  private static final Set<String> SILENT = Set.of("", "auto");

  private Differences() {}

  static List<String> of(Call call, JsonNode answer) {
    Order order = call.request().order();
    var differences = new ArrayList<String>();
    differ(
        differences,
        "quality",
        order.output().quality().word(),
        answer.path("quality").asString(""));
    String model = answer.path("model").asString("");
    String ordered = call.account().upstreamName(order.model());
    if (!model.isEmpty() && !model.startsWith(ordered) && !ordered.startsWith(model)) {
      differences.add("model " + model + " where " + ordered + " was ordered");
    }
    int came = answer.path("data").size();
    if (came > call.indexes().size()) {
      differences.add(came + " images came where " + call.indexes().size() + " were ordered");
    }
    return differences;
  }

  private static void differ(List<String> differences, String name, String ordered, String made) {
    if (!SILENT.contains(made) && !made.equals(ordered)) {
      differences.add(name + " " + made + " where " + ordered + " was ordered");
    }
  }
}
