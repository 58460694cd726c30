package dev.atelier.http.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JsonReaderTest {
  private static final JsonMapper JACKSON = JsonMapper.shared();

  @Test
  void reads_what_jackson_reads() throws IOException {
    for (long seed = 0; seed < 300; seed++) {
      String json = new RandomJson(random(seed)).text(5);
      assertThat(parse(json).toString())
          .as("seed %d", seed)
          .isEqualTo(JACKSON.readTree(json).toString());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "[",
        "[1",
        "[1,",
        "[1,]",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{a:1}",
        "tru",
        "nul",
        "01",
        "1.",
        ".5",
        "-",
        "1e",
        "+1",
        "\"",
        "\"\\",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\ud800\"",
        "\"\\ud800\\u0041\"",
        "\"\\udc00\"",
        "\"a\nb\"",
        "1 2",
        "{} x",
        "'a'",
        "NaN",
        "1e999",
        "[1 2]",
        "{\"a\" 1}",
        "\u00ff"
      })
  void refuses_what_is_not_json(String text) {
    assertThatThrownBy(() -> parse(text)).isInstanceOf(MalformedJsonException.class);
  }

  @Test
  void refuses_bytes_that_are_not_utf8() {
    byte[] latin = "{\"prompt\":\"caf\u00e9\"}".getBytes(ISO_8859_1);
    assertThatThrownBy(() -> parse(new ByteArrayInputStream(latin), FieldSpool.NONE))
        .isInstanceOf(MalformedJsonException.class)
        .hasMessageContaining("UTF-8");
  }

  @Test
  void skips_a_byte_order_mark() throws IOException {
    assertThat(parse("\ufeff{\"a\":1}").get("a").asInt()).isEqualTo(1);
  }

  @Test
  void of_a_repeated_name_the_last_counts() throws IOException {
    assertThat(parse("{\"n\":1,\"n\":2}").get("n").asInt()).isEqualTo(2);
  }

  @Test
  void refuses_what_is_nested_too_deep() throws IOException {
    assertThat(parse("[".repeat(64) + "]".repeat(64)).isArray()).isTrue();
    assertThatThrownBy(() -> parse("[".repeat(65) + "]".repeat(65)))
        .isInstanceOf(MalformedJsonException.class)
        .hasMessageContaining("64");
  }

  @Test
  void a_message_repeats_nothing_of_the_body() {
    assertThatThrownBy(() -> parse("{\"prompt\":\"secret\",\"x\":secret}"))
        .hasMessageNotContaining("secret");
  }

  @Test
  void refuses_more_values_than_its_memory_holds() {
    InputStream endless =
        new SequenceInputStream(
            new ByteArrayInputStream(new byte[] {'['}),
            new ByteArrayInputStream("1,".repeat(100_000).getBytes(UTF_8)));
    assertThatThrownBy(() -> parse(endless, FieldSpool.NONE))
        .isInstanceOf(MalformedJsonException.class)
        .hasMessageContaining("beside its images");
  }

  @Test
  void a_long_string_goes_to_the_spool_and_leaves_a_stand_in() throws IOException {
    String image = "A".repeat(100_001);
    Spools spools = new Spools("/images/1/image_url");

    JsonNode tree =
        parse(
            bytes("{\"images\":[{\"image_url\":\"x\"},{\"image_url\":\"" + image + "\"}]}"),
            spools);

    assertThat(spools.texts()).containsExactly(Map.entry("/images/1/image_url", image));
    assertThat(Spooled.at(tree.at("/images/1/image_url")))
        .contains(new Spooled("/images/1/image_url", 100_001));
    assertThat(tree.at("/images/0/image_url").asString()).isEqualTo("x");
  }

  @Test
  void a_data_url_is_spooled_however_short() throws IOException {
    Spools spools = new Spools("/a");
    parse(bytes("{\"a\":\"data:,\",\"b\":\"data:,\"}"), spools);
    assertThat(spools.texts()).containsExactly(Map.entry("/a", "data:,"));
  }

  @Test
  void a_long_string_that_the_spool_declines_stays_in_the_tree() throws IOException {
    String prompt = "ä".repeat(20_000);
    assertThat(parse("{\"prompt\":\"" + prompt + "\"}").get("prompt").asString()).isEqualTo(prompt);
  }

  @Test
  void escapes_inside_a_spooled_string_are_resolved() throws IOException {
    Spools spools = new Spools("/a");
    parse(bytes("{\"a\":\"data:image\\/png;base64,\\u0041" + "Q\\/".repeat(5000) + "\"}"), spools);
    assertThat(spools.texts().get("/a")).isEqualTo("data:image/png;base64,A" + "Q/".repeat(5000));
  }

  @Test
  void a_spooled_string_must_be_ascii() {
    assertThatThrownBy(() -> parse(bytes("{\"a\":\"data:é\"}"), new Spools("/a")))
        .isInstanceOf(MalformedJsonException.class);
  }

  @Test
  void names_with_slashes_are_escaped_in_pointers() throws IOException {
    Spools spools = new Spools("/a~1b~0c");
    parse(bytes("{\"a/b~c\":\"data:,\"}"), spools);
    assertThat(spools.texts()).containsKey("/a~1b~0c");
  }

  @Test
  void two_hundred_megabytes_of_image_need_no_memory() throws IOException {
    long length = 200L << 20;
    long[] received = {0};
    FieldSpool counting =
        _ ->
            Optional.of(
                new OutputStream() {
                  @Override
                  public void write(int b) {
                    received[0]++;
                  }

                  @Override
                  public void write(byte[] source, int offset, int count) {
                    assertThat(count).isLessThanOrEqualTo(64 << 10);
                    received[0] += count;
                  }
                });
    InputStream text =
        new SequenceInputStream(
            new SequenceInputStream(bytes("{\"a\":\""), new Repeated('A', length)), bytes("\"}"));
    JsonReader.parse(text, new JsonLimits(8, 8 << 10), counting);
    assertThat(received[0]).isEqualTo(length);
  }

  @Test
  void the_same_tree_comes_out_wherever_the_bytes_are_split() throws IOException {
    String json =
        "{\"p\":\"é\\u00e9\\ud83d\\ude00\\n\",\"n\":[-1.5e3,true,null],\"u\":\"data:x;base64,QUJD\"}";
    byte[] bytes = json.getBytes(UTF_8);
    String whole = parse(new SplitStream(bytes, bytes.length), new Spools("/u")).toString();
    for (int cut = -1; cut < bytes.length; cut++) {
      Spools spools = new Spools("/u");
      assertThat(parse(new SplitStream(bytes, cut), spools).toString()).isEqualTo(whole);
      assertThat(spools.texts()).containsExactly(Map.entry("/u", "data:x;base64,QUJD"));
    }
  }

  @Test
  void nothing_but_its_own_exception_escapes() {
    for (long seed = 0; seed < 3000; seed++) {
      RandomGenerator random = random(seed);
      byte[] bytes = new RandomJson(random).text(4).getBytes(UTF_8);
      for (int i = random.nextInt(4); i >= 0; i--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      String whole = outcome(new ByteArrayInputStream(bytes));
      int cut = random.nextInt(bytes.length);
      assertThat(outcome(new SplitStream(bytes, cut))).as("seed %d", seed).isEqualTo(whole);
      assertThat(outcome(new SplitStream(bytes, -1))).as("seed %d", seed).isEqualTo(whole);
    }
  }

  private static String outcome(InputStream in) {
    try {
      return parse(in, new Spools("/a")).toString();
    } catch (MalformedJsonException e) {
      return "malformed";
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static JsonNode parse(String json) throws IOException {
    return parse(bytes(json), FieldSpool.NONE);
  }

  private static JsonNode parse(InputStream in, FieldSpool spool) throws IOException {
    return JsonReader.parse(in, JsonLimits.DEFAULT, spool);
  }

  private static InputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }

  private static RandomGenerator random(long seed) {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  /** A spool that takes the strings at some pointers. */
  private static final class Spools implements FieldSpool {
    private final List<String> wanted;
    private final Map<String, ByteArrayOutputStream> sinks = new LinkedHashMap<>();

    Spools(String... wanted) {
      this.wanted = List.of(wanted);
    }

    @Override
    public Optional<OutputStream> open(String pointer) {
      if (!wanted.contains(pointer)) {
        return Optional.empty();
      }
      ByteArrayOutputStream sink = new ByteArrayOutputStream();
      sinks.put(pointer, sink);
      return Optional.of(sink);
    }

    Map<String, String> texts() {
      Map<String, String> texts = new LinkedHashMap<>();
      sinks.forEach((pointer, sink) -> texts.put(pointer, sink.toString(UTF_8)));
      return texts;
    }
  }

  private static final class Repeated extends InputStream {
    private final int b;
    private long left;

    Repeated(int b, long count) {
      this.b = b;
      this.left = count;
    }

    @Override
    public int read() {
      return left-- > 0 ? b : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      if (left <= 0) {
        return -1;
      }
      int count = (int) Math.min(left, length);
      java.util.Arrays.fill(target, offset, offset + count, (byte) b);
      left -= count;
      return count;
    }
  }

  /** Random JSON texts with every kind of value, escape and blank. */
  private record RandomJson(RandomGenerator random) {
    String text(int depth) {
      int kind = random.nextInt(depth > 0 ? 8 : 6);
      return blank()
          + switch (kind) {
            case 0 -> "true";
            case 1 -> "null";
            case 2 -> Integer.toString(random.nextInt());
            case 3 -> Long.toString(random.nextLong()) + random.nextInt(1, 1000);
            case 4 -> Double.toString(random.nextDouble() * 1e6);
            case 5 -> string();
            case 6 -> list(depth, "[", "]", "");
            default -> list(depth, "{", "}", "name");
          }
          + blank();
    }

    private String list(int depth, String open, String close, String name) {
      List<String> items = new ArrayList<>();
      for (int i = random.nextInt(5); i > 0; i--) {
        String key = i == 1 ? "a" : name + i;
        items.add(
            name.isEmpty() ? text(depth - 1) : "\"" + key + "\"" + blank() + ":" + text(depth - 1));
      }
      return open + blank() + String.join(",", items) + close;
    }

    private String string() {
      String[] pieces = {"a", "data:", "é", "€", "😀", "\\n", "\\\"", "\\\\", "\\/", "\\u00e9"};
      StringBuilder text = new StringBuilder("\"");
      for (int i = random.nextInt(12); i > 0; i--) {
        text.append(pieces[random.nextInt(pieces.length)]);
      }
      return text.append('"').toString();
    }

    private String blank() {
      return new String[] {"", "", " ", "\n", "\r\n\t"}[random.nextInt(5)];
    }
  }
}
