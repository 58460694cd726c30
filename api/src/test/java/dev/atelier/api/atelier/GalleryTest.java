package dev.atelier.api.atelier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.api.ApiServer;
import dev.atelier.api.Reply;
import dev.atelier.image.TenantId;
import dev.atelier.metering.key.Scope;
import java.io.ByteArrayInputStream;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Images are found by what was ordered, and by nobody but their tenant. */
@Timeout(120)
class GalleryTest {
  private static final String IMAGES = "/api/v1/images";
  private static final String BOARDS = "/api/v1/boards";
  @TempDir static Path directory;
  private static ApiServer server;
  private static Client client;

  @BeforeAll
  static void start() throws Exception {
    server = ApiServer.start(directory);
    client = new Client(server);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "100%_ [wool], 100%_, 1000 wool",
        "Ein GRÜNER Ärmel, ärmel grüner, arm",
        "a \"quoted\\\" cat, \"quoted\\\", quoted?cat",
        "一只红色的狐狸, 红色, 蓝色",
      })
  void a_prompt_is_found_by_its_words_and_no_character_stands_for_another(
      String prompt, String found, String other) throws Exception {
    String id = made(prompt);

    assertThat(ids("?q=" + encoded(found))).contains(id);
    assertThat(ids("?q=" + encoded(other))).isEmpty();
  }

  @Test
  void filters_hold_together() throws Exception {
    String small = made("a lamp", ",\"size\":\"1024x1024\"");
    String tall = made("a lamp", ",\"size\":\"1024x1536\"");
    JsonNode image = list("?q=lamp&limit=1").at("/data/0");

    assertThat(image.path("id").stringValue()).isEqualTo(tall);
    assertThat(ids("?q=lamp&size=1024x1024")).containsExactly(small);
    assertThat(ids("?q=lamp&key=" + image.path("key").stringValue())).containsExactly(tall, small);
    assertThat(ids("?q=lamp&key=nobody")).isEmpty();
    assertThat(ids("?q=lamp&state=succeeded&model=gpt-image-2")).hasSize(2);
    assertThat(ids("?q=lamp&state=failed")).isEmpty();
    assertThat(ids("?q=lamp&from=2000-01-01&until=2200-01-01T00:00:00Z")).hasSize(2);
    assertThat(ids("?q=lamp&from=2200-01-01")).isEmpty();
    assertThat(ids("?q=lamp&until=2000-01-01")).isEmpty();
  }

  @Test
  void pages_hold_every_image_once_however_they_are_cut() throws Exception {
    var made = new ArrayList<String>();
    for (int job = 0; job < 3; job++) {
      String id = ordered("\"a paged kite\",\"n\":3");
      made.addAll(0, List.of(id + ".0", id + ".1", id + ".2"));
    }

    for (int limit : new int[] {1, 2, 4, 9, 200}) {
      var seen = new ArrayList<String>();
      String next = "";
      do {
        JsonNode page = list("?q=paged&limit=" + limit + next);
        page.path("data").forEach(one -> seen.add(one.path("id").stringValue()));
        next =
            page.path("has_more").booleanValue()
                ? "&after=" + page.path("next_after").stringValue()
                : "";
      } while (!next.isEmpty());
      assertThat(seen).as("pages of " + limit).isEqualTo(made);
    }
  }

  @Test
  void favourites_and_boards_hold_what_was_put_in_and_lose_what_is_deleted() throws Exception {
    String first = made("a marked owl");
    String second = made("a marked owl");
    String board = server.post(BOARDS, "{\"name\":\"Owls\"}").text("/id");
    String both = "{\"add\":[\"" + first + "\",\"" + second + "\"]}";
    assertThat(server.post(IMAGES + "/favourites", both).status()).isEqualTo(204);
    assertThat(server.post(BOARDS + "/" + board + "/images", both).json().path("images").intValue())
        .isEqualTo(2);

    assertThat(ids("?q=owl&favourite=true")).containsExactly(second, first);
    assertThat(ids("?board=" + board)).containsExactly(second, first);
    assertThat(ids("?board=" + board + "&limit=1&after=" + second)).containsExactly(first);
    assertThat(list("?q=owl").at("/data/0/favourite").booleanValue()).isTrue();

    server.post(IMAGES + "/delete", "{\"images\":[\"" + first + "\"]}");
    assertThat(ids("?q=owl")).containsExactly(second);
    assertThat(ids("?board=" + board)).containsExactly(second);
    assertThat(server.get(BOARDS + "/" + board).json().path("images").intValue()).isEqualTo(1);
    String out = "{\"remove\":[\"" + second + "\"]}";
    server.post(IMAGES + "/favourites", out);
    server.post(BOARDS + "/" + board + "/images", out);
    assertThat(ids("?q=owl&favourite=true")).isEmpty();
    assertThat(ids("?board=" + board)).isEmpty();
    Client.assertProblem(
        server.post(IMAGES + "/favourites", "{\"add\":[\"" + first + "\"]}"), 404, "not-found");
  }

  @Test
  void an_archive_has_the_files_as_they_are_under_names_that_tell() throws Exception {
    String id = ordered("\"../a \\\"boat\\\": red & blue\",\"n\":2");
    String path = IMAGES + "/archive?images=" + id + ".1," + id + ".0";

    HttpResponse<byte[]> reply =
        server.client().send(server.request(path).build(), BodyHandlers.ofByteArray());

    assertThat(reply.statusCode()).isEqualTo(200);
    assertThat(reply.headers().firstValue("Content-Type")).contains("application/zip");
    var files = new ArrayList<byte[]>();
    var names = new ArrayList<String>();
    try (var zip = new ZipInputStream(new ByteArrayInputStream(reply.body()))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        assertThat(entry.getMethod()).isEqualTo(ZipEntry.STORED);
        names.add(entry.getName());
        files.add(zip.readAllBytes());
      }
    }
    assertThat(names)
        .allMatch(name -> name.matches("\\d{8}-\\d{6}_a-boat-red-blue_\\w{8}-[12]\\.png"));
    Reply job = client.job(id);
    assertThat(files)
        .containsExactly(
            content(job.text("/images/1/artifact")), content(job.text("/images/0/artifact")));
  }

  @Test
  void boards_go_with_the_data_of_their_tenant() throws Exception {
    String key = server.key(new TenantId("gallery-erased"), Scope.all());
    assertThat(as(key, "POST", BOARDS, "{\"name\":\"A private matter\"}").status()).isEqualTo(201);

    Reply erased = server.send(server.request("/api/v1/tenants/gallery-erased/data").DELETE());

    assertThat(erased.status()).as(erased.body()).isEqualTo(200);
    assertThat(as(key, "GET", BOARDS, "").body()).isEqualTo("{\"data\":[]}");
  }

  @Test
  void what_is_another_tenants_is_not_there() throws Exception {
    String id = made("a secret garden");
    String board = server.post(BOARDS, "{\"name\":\"Gardens\"}").text("/id");
    String key = server.key(new TenantId("gallery-stranger"), Scope.all());
    String add = "{\"add\":[\"" + id + "\"]}";

    assertThat(as(key, "GET", IMAGES + "?q=garden", "").json().path("data")).isEmpty();
    for (Reply reply :
        List.of(
            as(key, "GET", IMAGES + "?board=" + board, ""),
            as(key, "GET", IMAGES + "/archive?images=" + id, ""),
            as(key, "POST", IMAGES + "/favourites", add),
            as(key, "POST", BOARDS + "/" + board + "/images", add))) {
      Client.assertProblem(reply, 404, "not-found");
    }
    assertThat(as(key, "POST", IMAGES + "/delete", "{\"images\":[\"" + id + "\"]}").body())
        .isEqualTo("{\"deleted\":0,\"not_found\":1}");
    assertThat(ids("?q=garden")).containsExactly(id);
  }

  @ParameterizedTest
  @CsvSource({
    "limit=201, limit",
    "after=x, after",
    "from=yesterday, from",
    "until=2026-13-01, until",
    "size=large, size",
    "model=nobody-has-it, model",
    "state=done, state",
    "favourite=perhaps, favourite",
    "board=x, board",
    "sort=size, sort",
  })
  void a_wrong_question_is_answered_by_its_field(String query, String field) throws Exception {
    Reply reply = Contract.kept("GET /images", server.get(IMAGES + "?" + query));

    Client.assertProblem(reply, 422, "invalid-field");
    assertThat(reply.text("/field")).isEqualTo(field);
  }

  @Test
  void bounds_are_kept() throws Exception {
    String id = made("a bound book");
    String many = String.join(",", Collections.nCopies(201, id));
    Client.assertProblem(server.get(IMAGES + "/archive?images=" + many), 422, "invalid-field");
    String more = "[\"" + String.join("\",\"", Collections.nCopies(501, id)) + "\"]";
    Client.assertProblem(
        server.post(IMAGES + "/delete", "{\"images\":" + more + "}"), 422, "invalid-field");
    Client.assertProblem(
        server.post(BOARDS, "{\"name\":\"" + "x".repeat(81) + "\"}"), 422, "invalid-field");
    Client.assertProblem(server.post(BOARDS, "{\"name\":\"a\\nb\"}"), 422, "invalid-field");
    Client.assertProblem(server.get(IMAGES + "?q=" + "x".repeat(201)), 422, "invalid-field");
  }

  private static String made(String prompt) throws Exception {
    return made(prompt, "");
  }

  private static String made(String prompt, String fields) throws Exception {
    String json = prompt.replace("\\", "\\\\").replace("\"", "\\\"");
    return ordered("\"" + json + "\"" + fields) + ".0";
  }

  /** The id of a job that was made for a prompt in JSON, which further fields may follow. */
  private static String ordered(String prompt) throws Exception {
    String id = server.post(Client.JOBS, "{\"prompt\":" + prompt + "}").text("/id");
    assertThat(client.ended(id).text("/state")).isEqualTo("succeeded");
    return id;
  }

  private static byte[] content(String artifact) throws Exception {
    return server
        .client()
        .send(
            server.request("/api/v1/artifacts/" + artifact + "/content").build(),
            BodyHandlers.ofByteArray())
        .body();
  }

  private static List<String> ids(String query) throws Exception {
    var ids = new ArrayList<String>();
    list(query).path("data").forEach(one -> ids.add(one.path("id").stringValue()));
    return ids;
  }

  private static JsonNode list(String query) throws Exception {
    Reply reply = server.get(IMAGES + query);
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    return Contract.kept("GET /images", reply).json();
  }

  private static Reply as(String key, String method, String path, String body) throws Exception {
    var request =
        server
            .request(path)
            .setHeader("Authorization", "Bearer " + key)
            .header("Content-Type", "application/json");
    return server.send(
        request.method(
            method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
