package dev.atelier.server.command;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Makes the calls of the admin API, wherever that is. */
interface AdminDesk extends AutoCloseable {

  /**
   * @param path below {@code /api/v1}, encoded
   * @param fields of the body, or of the query of a GET
   * @throws CommandException in the words of whoever refused it
   */
  ObjectNode call(String method, String path, ObjectNode fields);

  @Override
  void close();

  default ObjectNode get(String path) {
    return call("GET", path, fields());
  }

  default ObjectNode post(String path, ObjectNode fields) {
    return call("POST", path, fields);
  }

  /** Adds what was said; what was not is left out. */
  static void put(ObjectNode fields, String name, @Nullable String value) {
    if (value != null) {
      fields.put(name, value);
    }
  }

  static ObjectNode fields() {
    return JsonMapper.shared().createObjectNode();
  }
}
