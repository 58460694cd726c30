package dev.atelier.api.openai;

import dev.atelier.api.JsonBody;
import dev.atelier.api.read.Fields;
import dev.atelier.api.read.FormPictures.Pictures;
import dev.atelier.api.read.ReadImageReferences;
import dev.atelier.api.read.Uploads;
import dev.atelier.http.server.Exchange;
import java.io.IOException;
import tools.jackson.databind.JsonNode;

/** Reads an edit as JSON. */
final class JsonEdit {
  private static final String ACCEPTED = "multipart/form-data or " + JsonBody.MEDIA_TYPE;

  private JsonEdit() {}

  static EditBody read(Exchange exchange, ReadOrder orders, Uploads uploads) throws IOException {
    var references =
        new ReadImageReferences(uploads, EditBody.PICTURES, orders.strictness(), _ -> false);
    JsonNode body = JsonBody.read(exchange, references, orders.strictness(), ACCEPTED);
    Fields fields = Fields.ofJson("", body, orders.strictness());
    ImagesOrder order = orders.edit(fields, references.names(body));
    var images = references.requiredImages(body, orders.inputsMax(fields));
    return new EditBody(order, new Pictures(images, references.mask(body)), uploads);
  }
}
