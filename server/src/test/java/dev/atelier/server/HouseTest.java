package dev.atelier.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.StringEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.lang.reflect.AccessFlag;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Who may import whom. Reads the constant pool of every class of ours on the class path, so that
 * names in descriptors, generic signatures and annotations count as much as calls.
 */
class HouseTest {
  /** Direct imports; whatever lies below one of them may be used too. */
  private static final Map<String, Set<String>> MAY_IMPORT =
      Map.ofEntries(
          Map.entry("image", Set.of()),
          Map.entry("http", Set.of()),
          Map.entry("database", Set.of()),
          Map.entry("testkit", Set.of()),
          Map.entry("catalog", Set.of("image")),
          Map.entry("media", Set.of("image")),
          Map.entry("storage", Set.of("image", "database")),
          Map.entry("queue", Set.of("image", "database")),
          Map.entry("metering", Set.of("catalog", "database")),
          Map.entry("provider", Set.of("catalog", "storage", "http")),
          Map.entry("providers", Set.of("provider", "media")),
          Map.entry("moderation", Set.of("media", "http")),
          Map.entry("webhook", Set.of("storage", "http")),
          Map.entry("gateway", Set.of("queue", "metering", "provider", "moderation", "webhook")),
          Map.entry("api", Set.of("gateway")),
          Map.entry("studio", Set.of("http")),
          Map.entry("server", Set.of("api", "providers", "studio")));

  private static final Pattern OURS = Pattern.compile("dev/atelier/((?:[a-z0-9]+/)+)[A-Z]");

  /** The packages that each package names, both written with dots and without our prefix. */
  private static final Map<String, Set<String>> IMPORTS = new TreeMap<>();

  /** Where each public type lives, by its simple name; the APIs have words of their own. */
  private static final Map<String, Set<String>> PUBLIC = new TreeMap<>();

  private static final Pattern DIALECT = Pattern.compile("dev/atelier/api/[a-z]+/.*");
  private static final int PARAMETERS_MAX = 8;

  /** What is built from more than it could be asked for by name. */
  private static final List<String> CROWDED = new ArrayList<>();

  private static final List<String> BAGS = new ArrayList<>();

  @BeforeAll
  static void read() throws IOException {
    for (URL root :
        Collections.list(HouseTest.class.getClassLoader().getResources("dev/atelier"))) {
      if (isMain(root)) {
        read(root);
      }
    }
  }

  @Test
  void the_whole_house_is_read() {
    assertThat(IMPORTS.keySet().stream().map(HouseTest::module))
        .contains(
            "image",
            "http",
            "database",
            "catalog",
            "media",
            "storage",
            "queue",
            "metering",
            "provider",
            "providers",
            "moderation",
            "webhook",
            "gateway",
            "api",
            "studio",
            "server");
    assertThat(IMPORTS.get("server")).contains("gateway", "api.openai", "server.wiring");
    assertThat(IMPORTS.get("server.wiring")).contains("gateway.input", "providers.sandbox");
  }

  @Test
  void every_module_has_a_place_in_the_map() {
    assertThat(IMPORTS.keySet()).allMatch(name -> MAY_IMPORT.containsKey(module(name)));
  }

  @Test
  void no_module_imports_upward() {
    var wrong = new ArrayList<String>();
    IMPORTS.forEach((from, all) ->
        all.stream()
            .filter(to -> !allowed(module(from), module(to)))
            .forEach(to -> wrong.add(from + " -> " + to)));
    assertThat(wrong).isEmpty();
  }

  @Test
  void the_map_itself_has_no_cycle() {
    assertThat(cycles(MAY_IMPORT.keySet(), in(MAY_IMPORT))).isEmpty();
  }

  @Test
  void packages_form_no_cycle() {
    assertThat(cycles(IMPORTS.keySet(), in(IMPORTS))).isEmpty();
  }

  @Test
  void a_cycle_would_be_found() {
    Map<String, Set<String>> round = Map.of("a", Set.of("b"), "b", Set.of("c"), "c", Set.of("a"));

    assertThat(cycles(round.keySet(), in(round))).hasSize(3);
  }

  @Test
  void a_public_name_means_one_thing() {
    assertThat(PUBLIC).containsKeys("JobQueue", "AccountPool", "ArtifactStore");
    assertThat(PUBLIC.values()).allMatch(where -> where.size() == 1);
  }

  @Test
  void nothing_but_plain_data_is_built_from_more_than_eight_things() {
    assertThat(CROWDED).isEmpty();
  }

  @Test
  void no_bag_of_parts_is_passed() {
    assertThat(BAGS).isEmpty();
  }

  private static boolean allowed(String from, String to) {
    return from.equals(to) || below(from).contains(to);
  }

  private static Set<String> below(String module) {
    return reachable(module, in(MAY_IMPORT));
  }

  private static Function<String, Set<String>> in(Map<String, Set<String>> imports) {
    return name -> imports.getOrDefault(name, Set.of());
  }

  /** Every name that reaches itself. */
  private static List<String> cycles(Set<String> names, Function<String, Set<String>> imports) {
    return names.stream().filter(name -> reachable(name, imports).contains(name)).toList();
  }

  private static Set<String> reachable(String from, Function<String, Set<String>> imports) {
    var seen = new HashSet<String>();
    Deque<String> open = new ArrayDeque<>(imports.apply(from));
    while (!open.isEmpty()) {
      String next = open.pop();
      if (seen.add(next)) {
        open.addAll(imports.apply(next));
      }
    }
    return seen;
  }

  private static String module(String name) {
    int dot = name.indexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }

  /** Whether these are a module's own classes and not its tests. */
  private static boolean isMain(URL root) {
    String place = root.toString();
    String here = HouseTest.class.getProtectionDomain().getCodeSource().getLocation().toString();
    return !place.contains("test-classes")
        && !place.contains("-tests.jar")
        && !place.startsWith(here);
  }

  private static void read(URL root) throws IOException {
    try {
      URI uri = root.toURI();
      if (uri.getScheme().equals("jar")) {
        try (FileSystem jar = open(uri)) {
          walk(jar.getPath("dev/atelier"));
        }
      } else {
        walk(Path.of(uri));
      }
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }

  private static FileSystem open(URI uri) throws IOException {
    try {
      return FileSystems.getFileSystem(uri);
    } catch (FileSystemNotFoundException e) {
      return FileSystems.newFileSystem(uri, Map.of());
    }
  }

  private static void walk(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      files.filter(file -> file.toString().endsWith(".class")).forEach(HouseTest::readClass);
    }
  }

  private static void readClass(Path file) {
    try {
      ClassModel model = ClassFile.of().parse(Files.readAllBytes(file));
      Matcher own = OURS.matcher(model.thisClass().asInternalName());
      if (own.lookingAt()) {
        String from = dotted(own.group(1));
        Set<String> to = IMPORTS.computeIfAbsent(from, _ -> new TreeSet<>());
        to.addAll(named(model));
        to.remove(from);
        readType(model, model.thisClass().asInternalName());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void readType(ClassModel model, String name) {
    String simple = name.substring(name.lastIndexOf('/') + 1);
    if (simple.endsWith("Parts")) {
      BAGS.add(name);
    }
    boolean topLevel = simple.indexOf('$') < 0 && model.flags().has(AccessFlag.PUBLIC);
    if (topLevel && !DIALECT.matcher(name).matches()) {
      PUBLIC.computeIfAbsent(simple, _ -> new TreeSet<>()).add(name);
    }
    String parent = model.superclass().map(one -> one.asInternalName()).orElse("");
    boolean anonymous = simple.matches(".*\\$\\d+.*"); // its parameters are what it captures
    if (!parent.equals("java/lang/Record") && !anonymous) {
      int given = parent.equals("java/lang/Enum") ? 2 : 0; // name and ordinal
      model.methods().stream()
          .filter(method -> method.methodName().equalsString("<init>"))
          .filter(method -> method.methodTypeSymbol().parameterCount() - given > PARAMETERS_MAX)
          .forEach(_ -> CROWDED.add(name));
    }
  }

  /** Every package of ours in the constant pool, string literals aside. */
  private static Set<String> named(ClassModel model) {
    var literals = new HashSet<Integer>();
    for (PoolEntry entry : model.constantPool()) {
      if (entry instanceof StringEntry text) {
        literals.add(text.utf8().index());
      }
    }
    var names = new TreeSet<String>();
    for (PoolEntry entry : model.constantPool()) {
      if (entry instanceof Utf8Entry text && !literals.contains(text.index())) {
        OURS.matcher(text.stringValue()).results().forEach(one -> names.add(dotted(one.group(1))));
      }
    }
    return names;
  }

  private static String dotted(String path) {
    return path.substring(0, path.length() - 1).replace('/', '.');
  }
}
