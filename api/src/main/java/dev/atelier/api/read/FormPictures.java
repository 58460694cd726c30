package dev.atelier.api.read;

import dev.atelier.api.read.PartName.Role;
import dev.atelier.api.read.Uploads.Upload;
import dev.atelier.http.server.Form;
import dev.atelier.http.server.Multipart;
import dev.atelier.image.FaultException;
import dev.atelier.image.RequestFault;
import dev.atelier.image.RequestFault.Problem;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Takes the pictures of a form while it is read. Whether a part is a picture is told by its name
 * alone; its own file name and type mean nothing. A file input that was left empty brings nothing,
 * and a part that holds a URL, a data URL or base64 in place of a file means what that says.
 *
 * <p>A strict server knows the names {@code image}, {@code image[]} and {@code mask} only, and
 * refuses files that are not labelled as pictures.
 */
public final class FormPictures implements Multipart.FileSink {
  private static final String IMAGE = "image";
  private static final String MASK = "mask";
  private static final Set<String> IMAGES_AS_DOCUMENTED = Set.of(IMAGE, "image[]");
  private static final Set<String> TYPES_AS_DOCUMENTED =
      Set.of("image/png", "image/jpeg", "image/jpg", "image/webp");

  private final Uploads uploads;
  private final Strictness strictness;
  private final FormText texts;
  private final List<Arrived> parts = new ArrayList<>();

  /**
   * @param forms what a text in place of a file may be
   */
  public FormPictures(Uploads uploads, ReferenceForms forms, Strictness strictness) {
    this.uploads = uploads;
    this.strictness = strictness;
    this.texts = new FormText(new ReferenceText(uploads, forms, strictness), uploads);
  }

  /** A part, whose upload is missing if its name is unknown. */
  private record Arrived(Form.Part part, Optional<Role> role, Optional<Upload> upload) {}

  /** The pictures to work from, in order, and the mask. */
  public record Pictures(List<ImageReference> images, Optional<ImageReference> mask) {
    public Pictures {
      images = List.copyOf(images);
    }
  }

  @Override
  public OutputStream open(Form.Part part) {
    Optional<Role> role = role(part.name());
    Optional<Upload> upload = role.map(_ -> uploads.open());
    parts.add(new Arrived(part, role, upload));
    return upload.map(Upload::out).orElseGet(OutputStream::nullOutputStream);
  }

  private Optional<Role> role(String name) {
    if (strictness.lenient()) {
      return PartName.of(name).map(PartName::role).filter(role -> role != Role.FILE);
    }
    return IMAGES_AS_DOCUMENTED.contains(name)
        ? Optional.of(Role.IMAGE)
        : Optional.of(Role.MASK).filter(_ -> name.equals(MASK));
  }

  /**
   * Refuses a part of any other name; to be called once the form was read.
   *
   * @param form what was read
   * @throws FaultException {@link RequestFault.InvalidField}
   */
  public void requireKnown(Form form) {
    for (int i = 0; i < parts.size(); i++) {
      Arrived part = parts.get(i);
      if (part.role().isEmpty() && !leftEmpty(form.files().get(i))) {
        throw RequestFault.invalid(part.part().name(), new Problem.Unknown());
      }
    }
  }

  /**
   * The pictures that came.
   *
   * @param imagesMax most pictures to work from; one is needed
   * @throws FaultException {@link RequestFault.InvalidField}
   */
  public Pictures pictures(Form form, int imagesMax) throws IOException {
    List<Upload> images = of(form, Role.IMAGE);
    List<Upload> masks = of(form, Role.MASK);
    if (images.isEmpty()) {
      throw RequestFault.invalid(IMAGE, new Problem.Missing());
    }
    if (images.size() > imagesMax) {
      throw RequestFault.invalid(IMAGE, new Problem.TooMany(imagesMax, images.size()));
    }
    if (masks.size() > 1) {
      throw RequestFault.invalid(MASK, new Problem.TooMany(1, masks.size()));
    }
    var references = new ArrayList<ImageReference>();
    for (int i = 0; i < images.size(); i++) {
      references.add(reference(images.size() == 1 ? IMAGE : IMAGE + "[" + i + "]", images.get(i)));
    }
    return new Pictures(
        references,
        masks.isEmpty() ? Optional.empty() : Optional.of(reference(MASK, masks.getFirst())));
  }

  private ImageReference reference(String field, Upload upload) throws IOException {
    return strictness.lenient()
        ? texts.reference(field, upload)
        : new ImageReference.Inline(field, upload);
  }

  /** The uploads of a role in the order that their names say. */
  private List<Upload> of(Form form, Role role) throws IOException {
    var uploaded = new Numbered<Upload>();
    for (int i = 0; i < parts.size(); i++) {
      Arrived part = parts.get(i);
      boolean given = part.role().filter(role::equals).isPresent();
      if (given && !leftEmpty(form.files().get(i)) && !nothing(part)) {
        requireType(part.part());
        uploaded.add(number(part.part().name()), part.upload().orElseThrow());
      }
    }
    return uploaded.inOrder();
  }

  private static OptionalInt number(String name) {
    return PartName.of(name).map(PartName::number).orElse(OptionalInt.empty());
  }

  private boolean nothing(Arrived part) throws IOException {
    return strictness.lenient()
        && part.part().fileName().isEmpty()
        && texts.isNothing(part.upload().orElseThrow());
  }

  private boolean leftEmpty(Form.File file) {
    return strictness.lenient() && UploadForm.leftEmpty(file);
  }

  private void requireType(Form.Part part) {
    part.contentType()
        .filter(_ -> !strictness.lenient())
        .map(type -> Spelling.plain(type).replaceFirst("\\s*;.*", ""))
        .filter(type -> !TYPES_AS_DOCUMENTED.contains(type))
        .ifPresent(type -> {
          throw RequestFault.invalid(part.name(), new Problem.UnsupportedFileType(type));
        });
  }
}
