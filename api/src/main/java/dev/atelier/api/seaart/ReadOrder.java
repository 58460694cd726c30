package dev.atelier.api.seaart;

import dev.atelier.api.read.FieldNames;
import dev.atelier.api.read.Fields;
import dev.atelier.api.read.OrderFields;
import dev.atelier.image.Background;
import dev.atelier.image.FaultException;
import dev.atelier.image.Operation;
import dev.atelier.image.Order;
import dev.atelier.image.Output;
import dev.atelier.image.OutputFormat;
import dev.atelier.image.RequestFault;
import java.util.OptionalLong;

/**
 * The fields of a task but its pictures. Fields that this API does not know, and those of the other
 * endpoint, are ignored; numbers may be written as strings.
 */
final class ReadOrder {
  private ReadOrder() {}

  /**
   * @throws FaultException {@link RequestFault.InvalidField}
   */
  static Order of(App app, Fields fields) {
    var common = new OrderFields(fields, FieldNames.OPENAI);
    return new Order(
        app.model().id(),
        common.prompt(),
        common.count(app.model()),
        output(app, fields, common),
        0,
        common.moderation(),
        common.endUser("user"),
        OptionalLong.empty());
  }

  private static Output output(App app, Fields fields, OrderFields common) {
    OutputFormat format = common.format();
    int compression = common.compression();
    return new Output(
        common.size(app.model()).choice(fields, "size"),
        common.quality(app.model()),
        format,
        format == OutputFormat.PNG ? 100 : compression,
        app.operation() == Operation.EDIT ? background(common) : Background.AUTO);
  }

  /** Transparency is accepted and not promised: it counts as {@code auto}. */
  private static Background background(OrderFields common) {
    return common.background() == Background.OPAQUE ? Background.OPAQUE : Background.AUTO;
  }
}
