package dev.atelier.api.read;

import dev.atelier.api.read.PartName.Role;
import dev.atelier.http.wire.FieldSpool;
import dev.atelier.http.wire.Spooled;
import dev.atelier.image.FaultException;
import dev.atelier.image.RequestFault;
import dev.atelier.image.RequestFault.Problem;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Reads the pictures of a JSON body. A picture is an http(s) URL, a data URL, base64 or a file's
 * id, as a text or as an object that has it under one of {@link ReferenceObject#KEYS}; there is one
 * or an array of them.
 *
 * <p>First it is the {@link FieldSpool} that stages long base64 while the body is parsed, so that
 * no picture is on the heap; then it resolves the nodes of the tree. Every method throws a {@link
 * FaultException} with {@link RequestFault.InvalidField}.
 */
public final class ReadImageReferences implements FieldSpool {
  private static final int URL_MAX = 32 << 10;
  private static final int STAGED_MAX = 64;
  private static final Pattern INDEX = Pattern.compile("[0-9]+");

  private final Predicate<String> places;
  private final ReferenceForms forms;
  private final Strictness strictness;
  private final ReferenceText texts;
  private final ReferenceObject objects;
  private final Map<String, InlineImage> byPointer = new HashMap<>();
  private int staged;

  /**
   * @param places whether the text at a JSON pointer is a picture's, where they are deeper in the
   *     body than its own members
   */
  public ReadImageReferences(
      Uploads uploads, ReferenceForms forms, Strictness strictness, Predicate<String> places) {
    this.places = places;
    this.forms = forms;
    this.strictness = strictness;
    this.texts = new ReferenceText(uploads, forms, strictness);
    this.objects = new ReferenceObject(forms, strictness);
  }

  /** Past the number that any request may hold, pictures are read and dropped. */
  @Override
  public Optional<OutputStream> open(String pointer) {
    if (!places.test(pointer) && !holdsPicture(pointer)) {
      return Optional.empty();
    }
    byPointer.remove(pointer);
    if (++staged > STAGED_MAX) {
      return Optional.of(OutputStream.nullOutputStream());
    }
    InlineImage image = texts.open();
    byPointer.put(pointer, image);
    return Optional.of(image);
  }

  /** Ordinary URLs stay in the tree. */
  @Override
  public int threshold() {
    return URL_MAX;
  }

  private boolean holdsPicture(String pointer) {
    String[] steps = pointer.substring(1).split("/", -1);
    if (role(steps[0]).isEmpty()) {
      return false;
    }
    for (int i = 1; i < steps.length; i++) {
      if (!INDEX.matcher(steps[i]).matches() && !ReferenceObject.KEYS.contains(steps[i])) {
        return false;
      }
    }
    return true;
  }

  /** The members of {@code body} that hold pictures. */
  public Set<String> names(JsonNode body) {
    var names = new HashSet<>(Set.of(forms.images(), forms.mask()));
    body.propertyNames().stream().filter(name -> role(name).isPresent()).forEach(names::add);
    return names;
  }

  /** The pictures to work from; empty if there is none. */
  public List<ImageReference> images(JsonNode body, int max) throws IOException {
    List<Member> members = members(body, Role.IMAGE);
    if (forms.list() && !strictness.lenient()) {
      requireList(members);
    }
    return read(members, max);
  }

  /** The same, one at least. */
  public List<ImageReference> requiredImages(JsonNode body, int max) throws IOException {
    List<ImageReference> images = images(body, max);
    if (!images.isEmpty()) {
      return images;
    }
    Optional<Member> empty = members(body, Role.IMAGE).stream().findFirst();
    throw RequestFault.invalid(
        empty.map(Member::name).orElse(forms.images()),
        empty.isPresent() ? new Problem.TooFew(1, 0) : new Problem.Missing());
  }

  public Optional<ImageReference> mask(JsonNode body) throws IOException {
    List<Member> members = members(body, Role.MASK);
    boolean list = members.stream().anyMatch(member -> member.node().isArray());
    if (forms.list() && list && !strictness.lenient()) {
      throw wrongType(forms.mask(), "an object", members.getFirst().node());
    }
    return read(members, 1).stream().findFirst();
  }

  private void requireList(List<Member> members) {
    for (Member member : members) {
      if (!member.node().isArray()) {
        String expected = forms.object() ? "an array of objects" : "an array of pictures";
        throw wrongType(member.name(), expected, member.node());
      }
    }
  }

  /** What is given for a role: a member of the body. */
  private record Member(String name, OptionalInt number, String base, JsonNode node) {
    int size() {
      return node.isArray() ? node.size() : 1;
    }
  }

  private List<Member> members(JsonNode body, Role role) {
    var members = new ArrayList<Member>();
    for (var property : body.properties()) {
      String name = property.getKey();
      JsonNode node = property.getValue();
      if (role(name).filter(role::equals).isPresent()
          && !new Value.Json(node, strictness).isAbsent()) {
        Optional<PartName> part = PartName.of(name);
        members.add(
            new Member(
                name,
                part.map(PartName::number).orElse(OptionalInt.empty()),
                part.map(PartName::base).orElse(name),
                node));
      }
    }
    return members;
  }

  /** What a member of the body holds: the documented names, or all that are known. */
  private Optional<Role> role(String name) {
    if (name.equals(forms.images())) {
      return Optional.of(Role.IMAGE);
    }
    if (name.equals(forms.mask())) {
      return Optional.of(Role.MASK);
    }
    return strictness.lenient()
        ? PartName.of(name).map(PartName::role).filter(role -> role != Role.FILE)
        : Optional.empty();
  }

  private List<ImageReference> read(List<Member> members, int max) throws IOException {
    List<Member> given = members.stream().filter(member -> member.size() > 0).toList();
    int count = given.stream().mapToInt(Member::size).sum();
    for (Member member : given) {
      String first = given.getFirst().base();
      if (!member.base().equals(first)) {
        throw RequestFault.invalid(
            member.name(), new Problem.Other("it is given as '" + first + "' already."));
      }
      if (count > max) {
        throw RequestFault.invalid(member.name(), new Problem.TooMany(max, count));
      }
    }
    var references = new Numbered<ImageReference>();
    for (Member member : given) {
      String pointer = "/" + member.name();
      if (!member.node().isArray()) {
        references.add(member.number(), at(member.name(), pointer, member.node()));
        continue;
      }
      for (int i = 0; i < member.node().size(); i++) {
        references.add(
            member.number(),
            at(member.name() + "[" + i + "]", pointer + "/" + i, member.node().get(i)));
      }
    }
    return references.inOrder();
  }

  /**
   * One picture.
   *
   * @param field the caller's name for it
   * @param pointer where its node is in the body
   */
  public ImageReference at(String field, String pointer, JsonNode node) throws IOException {
    if (node.isObject()) {
      ReferenceObject.Content content = objects.read(field, pointer, node);
      return content.named().isPresent()
          ? content.named().get()
          : text(content.field(), content.pointer(), content.node());
    }
    if (forms.object() && !strictness.lenient()) {
      throw wrongType(field, "an object", node);
    }
    return text(field, pointer, node);
  }

  private ImageReference text(String field, String pointer, JsonNode node) throws IOException {
    if (Spooled.at(node).isPresent()) {
      return texts.usable(
          field,
          Optional.ofNullable(byPointer.get(pointer))
              .orElseThrow(() ->
                  RequestFault.invalid(field, new Problem.TooMany(STAGED_MAX, STAGED_MAX + 1))));
    }
    if (!node.isString()) {
      throw wrongType(field, "a URL or base64 of a picture", node);
    }
    return texts.read(field, node.stringValue());
  }

  private static FaultException wrongType(String field, String expected, JsonNode got) {
    return RequestFault.invalid(field, new Problem.WrongType(expected, Value.kind(got)));
  }
}
