package dev.atelier.api.apimart;

import dev.atelier.api.read.FieldNames;
import dev.atelier.api.read.Fields;
import dev.atelier.api.read.OrderFields;
import dev.atelier.catalog.Model;
import dev.atelier.image.Background;
import dev.atelier.image.FaultException;
import dev.atelier.image.ModerationLevel;
import dev.atelier.image.Order;
import dev.atelier.image.Output;
import dev.atelier.image.OutputFormat;
import dev.atelier.image.RequestFault;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The fields of a submission but its pictures. Fields that this API does not know are ignored, and
 * so are the settings that only the official model has.
 */
final class ReadOrder {
  private static final String RESOLUTION = "resolution";
  private static final List<Resolution> RESOLUTIONS = List.of(Resolution.values());

  private final Offers offers;

  ReadOrder(Offers offers) {
    this.offers = offers;
  }

  /**
   * @throws FaultException {@link RequestFault.InvalidField} or {@link RequestFault.UnknownModel}
   */
  TaskOrder of(Fields fields) {
    Offer offer = fields.word("model").map(offers::named).orElseGet(offers::first);
    Channel channel = offer.channel();
    var common = new OrderFields(fields, FieldNames.OPENAI);
    Order order =
        new Order(
            offer.model().id(),
            common.prompt(),
            common.count(channel.countMax()),
            channel == Channel.OFFICIAL ? official(common, offer.model()) : Output.DEFAULT,
            0,
            channel == Channel.OFFICIAL ? common.moderation() : ModerationLevel.AUTO,
            Optional.empty(),
            OptionalLong.empty());
    return new TaskOrder(
        offer,
        order,
        RequestedSize.read(fields, common.size(offer.model()), resolution(fields)),
        channel == Channel.STANDARD && fields.bool("official_fallback").orElse(false));
  }

  private static Output official(OrderFields common, Model model) {
    OutputFormat format = common.format();
    int compression = common.compression();
    boolean opaque = common.background() == Background.OPAQUE;
    return Output.DEFAULT
        .withFormat(format, format == OutputFormat.PNG ? 100 : compression)
        .withQuality(common.quality(model))
        .withBackground(opaque ? Background.OPAQUE : Background.AUTO);
  }

  private static Resolution resolution(Fields fields) {
    return fields.oneOf(RESOLUTION, RESOLUTIONS, Resolution::word).orElse(Resolution.ONE_K);
  }
}
