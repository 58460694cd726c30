package dev.atelier.api.openai;

import dev.atelier.api.read.Fields;
import dev.atelier.api.read.FormPictures;
import dev.atelier.api.read.Uploads;
import dev.atelier.http.server.Exchange;
import dev.atelier.http.server.Form;
import dev.atelier.http.server.Multipart;
import dev.atelier.http.server.MultipartLimits;
import java.io.IOException;
import java.util.Set;

/** Reads an edit as a form. */
final class FormEdit {
  private FormEdit() {}

  static EditBody read(Exchange exchange, ReadOrder orders, Uploads uploads) throws IOException {
    var pictures = new FormPictures(uploads, EditBody.PICTURES, orders.strictness());
    Form form =
        new Multipart(MultipartLimits.DEFAULT, name -> !ReadOrder.isText(name), pictures)
            .read(exchange);
    pictures.requireKnown(form);
    Fields fields = Fields.ofForm(form, orders.strictness());
    ImagesOrder order = orders.edit(fields, Set.of());
    return new EditBody(order, pictures.pictures(form, orders.inputsMax(fields)), uploads);
  }
}
