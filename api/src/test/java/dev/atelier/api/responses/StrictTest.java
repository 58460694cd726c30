package dev.atelier.api.responses;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.api.ApiServer;
import dev.atelier.api.Reply;
import dev.atelier.api.Samples;
import dev.atelier.api.Setup;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** With {@code strict: true} a request is read as documented; without, as it is meant. */
@Timeout(120)
class StrictTest {
  private static final String IMAGE = Samples.dataUrl(Samples.png(64, 48));
  @TempDir static Path strictly;
  @TempDir static Path leniently;
  private static ApiServer strict;
  private static ApiServer lenient;

  @BeforeAll
  static void start() throws Exception {
    strict = ApiServer.start(strictly, Setup::withStrict);
    lenient = ApiServer.start(leniently);
  }

  @AfterAll
  static void stop() {
    strict.close();
    lenient.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "'size':'1024X1024'|size|invalid_value",
        "'size':'1024*1024'|size|invalid_value",
        "'size':{'width':1024,'height':1024}|size|invalid_type",
        "'quality':'LOW'|quality|invalid_value",
        "'output_format':'jpg'|output_format|invalid_value",
        "'output_format':'PNG'|output_format|invalid_value",
        "'output_format':'webp','output_compression':'80'|output_compression|invalid_type",
        "'output_format':'webp','output_compression':80.0|output_compression|invalid_type",
        "'background':'Opaque'|background|invalid_value",
        "'moderation':' low'|moderation|invalid_value",
        "'action':'Generate'|action|invalid_value",
        "'partial_images':'0'|partial_images|invalid_type",
        "'n':null|n|unknown_parameter",
        "'style':''|style|unknown_parameter"
      })
  void what_the_tool_means_is_taken_and_by_a_strict_server_refused(
      String fields, String param, String code) throws Exception {
    String body =
        "{\"model\":\"gpt-5.5\",\"input\":\"a fox\",\"tools\":[{\"type\":\"image_generation\","
            + fields.replace('\'', '"')
            + "}]}";
    assertThat(post(lenient, body).status()).isEqualTo(200);

    Client.requireError(
        post(strict, body), 400, "invalid_request_error", "tools[0]." + param, code);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "'model':'GPT-5.5'|404",
        "'model':'openai/gpt-5.5'|404",
        "'model':'openai/gpt-image-2'|404",
        "'model':'gpt_image_2'|404",
        "'stream':'false'|400",
        "'store':1|400",
        "'background':'no'|400",
        "'input':[{'role':'User','content':'a fox'}]|400",
        "'input':[{'role':'user','content':[{'type':'text','text':'a fox'}]}]|400",
        "'input':[{'role':'user','content':[{'type':'input_text','text':'a fox'},{'type':'input_image','image_url':{'url':'@'}}]}]|400",
        "'input':[{'role':'user','content':[{'type':'input_text','text':'a fox'},{'type':'image_url','image_url':'@'}]}]|400"
      })
  void so_is_what_the_request_means(String member, int status) throws Exception {
    String body = body(member);
    assertThat(post(lenient, body).status()).isEqualTo(200);

    int before = strict.jobs();
    Reply refused = post(strict, body);
    assertThat(refused.status()).as(refused.body()).isEqualTo(status);
    assertThat(refused.text("/error/type")).isEqualTo("invalid_request_error");
    assertThat(strict.jobs()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'input':'a fox','model':'gpt-5.5-2026-04-01'",
        "'input':[{'role':'user','content':'a fox'}],'metadata':null,'instructions':null",
        "'input':[{'type':'message','role':'user','content':[{'type':'input_text','text':'a fox'},{'type':'input_image','detail':'auto','image_url':'@'}]}]",
        "'input':'a fox','anything_new':{'of':'the text API'}",
        "'input':'a fox','tool_choice':{'type':'image_generation'},'stream':false,'store':true"
      })
  void what_is_documented_is_taken(String members) throws Exception {
    Reply taken = post(strict, body(members));
    assertThat(taken.status()).as(taken.body()).isEqualTo(200);
  }

  /** A later member of the same name wins. */
  private static String body(String members) {
    return "{\"model\":\"gpt-5.5\",\"input\":\"a fox\",\"tools\":[{\"type\":\"image_generation\"}],"
        + members.replace('\'', '"').replace("@", IMAGE)
        + "}";
  }

  private static Reply post(ApiServer server, String body) throws Exception {
    return server.post("/v1/responses", body);
  }
}
