package dev.atelier.api.openai;

import dev.atelier.api.Fields;
import dev.atelier.api.Uploads;
import dev.atelier.api.Uploads.Upload;
import dev.atelier.gateway.input.InputSource;
import dev.atelier.http.server.Exchange;
import dev.atelier.http.server.Form;
import dev.atelier.http.server.Multipart;
import dev.atelier.http.server.MultipartLimits;
import dev.atelier.image.RequestFault;
import dev.atelier.image.RequestFault.Problem;
import dev.atelier.image.TenantId;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An edit as a form. Whether a part is a picture is told by its name alone; its own file name and
 * type mean nothing.
 */
final class FormEdit implements EditBody {
  private static final String IMAGE = "image";
  private static final String MASK = "mask";
  private static final Set<String> IMAGES = Set.of(IMAGE, "image[]");

  private final ImagesOrder order;
  private final List<Upload> images;
  private final Optional<Upload> mask;

  private FormEdit(ImagesOrder order, List<Upload> images, Optional<Upload> mask) {
    this.order = order;
    this.images = images;
    this.mask = mask;
  }

  static FormEdit read(Exchange exchange, ReadOrder orders, Uploads uploads) throws IOException {
    var received = new Received(uploads);
    Form form =
        new Multipart(MultipartLimits.DEFAULT, name -> !ReadOrder.isText(name), received)
            .read(exchange);
    received.requireKnown();
    Fields fields = Fields.ofForm(form);
    ImagesOrder order = orders.edit(fields, Set.of());
    received.requireCount(orders.inputsMax(fields));
    return new FormEdit(order, received.images, received.masks.stream().findFirst());
  }

  @Override
  public ImagesOrder order() {
    return order;
  }

  @Override
  public Images images(TenantId tenant) {
    var sources = new ArrayList<InputSource>();
    for (int i = 0; i < images.size(); i++) {
      sources.add(images.get(i).as(images.size() == 1 ? IMAGE : IMAGE + "[" + i + "]"));
    }
    return new Images(sources, mask.map(upload -> upload.as(MASK)));
  }

  /** The file parts, as they come. */
  private static final class Received implements Multipart.FileSink {
    private final Uploads uploads;
    private final List<Upload> images = new ArrayList<>();
    private final List<Upload> masks = new ArrayList<>();
    private Optional<String> unknown = Optional.empty();

    Received(Uploads uploads) {
      this.uploads = uploads;
    }

    @Override
    public OutputStream open(Form.Part part) {
      if (IMAGES.contains(part.name())) {
        return added(images);
      }
      if (part.name().equals(MASK)) {
        return added(masks);
      }
      unknown = unknown.or(() -> Optional.of(part.name()));
      return OutputStream.nullOutputStream();
    }

    void requireKnown() {
      unknown.ifPresent(name -> {
        throw RequestFault.invalid(name, new Problem.Unknown());
      });
    }

    void requireCount(int imagesMax) {
      if (images.isEmpty()) {
        throw RequestFault.invalid(IMAGE, new Problem.Missing());
      }
      if (images.size() > imagesMax) {
        throw RequestFault.invalid(IMAGE, new Problem.TooMany(imagesMax, images.size()));
      }
      if (masks.size() > 1) {
        throw RequestFault.invalid(MASK, new Problem.TooMany(1, masks.size()));
      }
    }

    private OutputStream added(List<Upload> list) {
      Upload upload = uploads.open();
      list.add(upload);
      return upload.out();
    }
  }
}
