package dev.atelier.examples;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/**
 * Atelier's own API: order under a key that makes repeats safe, poll, download {@code atelier.png}.
 */
public final class AtelierJob {
  private static final String JOBS = Server.URL + "/api/v1/jobs";
  private static final Set<String> ENDED = Set.of("succeeded", "failed", "cancelled");

  private AtelierJob() {}

  public static void main(String[] args) throws Exception {
    JsonNode accepted =
        Server.post(
            JOBS,
            Map.of(
                "prompt", "a compass on an old map",
                "size", "1254x1254",
                "metadata", Map.of("order", "A-1042")),
            "Idempotency-Key",
            UUID.randomUUID().toString());
    String id = accepted.path("id").stringValue();

    JsonNode job =
        Server.poll(() -> {
          JsonNode now = Server.get(JOBS + "/" + id);
          return Optional.of(now).filter(it -> ENDED.contains(it.path("state").stringValue()));
        });
    if (!job.path("fault").isNull()) {
      throw new IllegalStateException(job.at("/fault/detail").stringValue());
    }
    System.out.println("charged " + job.path("charged_usd").stringValue() + " USD");
    Server.download(job.at("/images/0/url").stringValue(), Path.of("atelier.png"));
  }
}
