package dev.atelier.api.openai;

import dev.atelier.http.server.EntityTag;
import dev.atelier.http.server.Exchange;
import dev.atelier.metering.key.Principal;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Lists of models, each written once for all whose keys are told the same. */
final class ModelLists {
  /** All are alike for most keys; when there are too many, they are written anew. */
  private static final int LISTS_MAX = 256;

  private final Writer writer;
  private final Map<Audience, ModelList> lists = new ConcurrentHashMap<>();

  ModelLists(Writer writer) {
    this.writer = writer;
  }

  /** Writes the list that a caller is told. */
  @FunctionalInterface
  interface Writer {
    byte[] write(Principal principal) throws IOException;
  }

  void answer(Exchange exchange, Principal principal) throws IOException {
    var audience = Audience.of(principal);
    ModelList list = lists.get(audience);
    if (list == null) {
      list = new ModelList(writer.write(principal));
      if (lists.size() >= LISTS_MAX) {
        lists.clear();
      }
      lists.put(audience, list);
    }
    list.answer(exchange);
  }

  /**
   * Whom a list is for.
   *
   * @param models what they may order; empty: any model
   */
  private record Audience(Set<String> models, boolean likeSub2api) {
    Audience {
      models = Set.copyOf(models);
    }

    static Audience of(Principal principal) {
      return new Audience(principal.permissions().models(), ResponseContext.likeSub2api(principal));
    }
  }

  /** One list as it is sent. */
  private static final class ModelList {
    private final byte[] body;
    private final EntityTag tag;

    ModelList(byte[] body) {
      this.body = body;
      this.tag = EntityTag.of(body);
    }

    void answer(Exchange exchange) throws IOException {
      if (!exchange.unchanged(tag)) {
        exchange.respond(200, "application/json", body);
      }
    }
  }
}
