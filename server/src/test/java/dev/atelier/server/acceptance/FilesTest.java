package dev.atelier.server.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.core.MultipartField;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.models.files.FileCreateParams;
import com.openai.models.files.FileCreateParams.ExpiresAfter;
import com.openai.models.files.FileDeleted;
import com.openai.models.files.FileListParams;
import com.openai.models.files.FileObject;
import com.openai.models.files.FilePurpose;
import dev.atelier.api.openai.ImagesSchema;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.json.JsonMapper;

/** The vendor's SDK against the Files API. */
@ExtendWith(SharedServer.class)
class FilesTest {
  private static final byte[] PHOTO = Pixels.photo(600, 400);
  private static final String INVALID = "invalid_request_error";

  @Test
  void a_file_is_uploaded_retrieved_read_and_deleted(LiveServer server) throws IOException {
    try (var sdk = server.sdk()) {
      var files = sdk.openai().files();
      FileObject uploaded = files.create(vision().build()).validate();
      ImagesSchema.assertValid("FileObject", sdk.wire().last().json().toString());
      assertThat(uploaded.filename()).isEqualTo("room.png");
      assertThat(uploaded.bytes()).isEqualTo(PHOTO.length);
      assertThat(uploaded.purpose()).isEqualTo(FileObject.Purpose.VISION);
      assertThat(uploaded.expiresAt().orElseThrow() - uploaded.createdAt())
          .isEqualTo(30L * 24 * 3600);

      assertThat(files.retrieve(uploaded.id())).isEqualTo(uploaded);
      try (var content = files.content(uploaded.id())) {
        assertThat(content.body().readAllBytes()).isEqualTo(PHOTO);
        assertThat(content.headers().values("content-type")).containsExactly("image/png");
      }

      FileDeleted deleted = files.delete(uploaded.id()).validate();
      assertThat(deleted.deleted()).isTrue();
      assertThat(deleted.id()).isEqualTo(uploaded.id());
      Refusal.uncoded(NotFoundException.class, 404, INVALID)
          .param("id")
          .assertRaisedBy(() -> files.retrieve(uploaded.id()));
      Refusal.uncoded(NotFoundException.class, 404, INVALID)
          .param("id")
          .assertRaisedBy(() -> files.delete(uploaded.id()));
    }
  }

  @Test
  void a_stream_without_a_name_that_expires_in_an_hour(LiveServer server) {
    try (var sdk = server.sdk()) {
      FileObject file =
          sdk.openai()
              .files()
              .create(
                  FileCreateParams.builder()
                      .file(stream())
                      .purpose(FilePurpose.USER_DATA)
                      .expiresAfter(ExpiresAfter.builder().seconds(3600).build())
                      .build());

      assertThat(file.expiresAt().orElseThrow() - file.createdAt()).isEqualTo(3600);
      assertThat(file.filename()).isNotEmpty();
    }
  }

  @Test
  void a_list_is_paged_through(LiveServer server) {
    try (var sdk = server.sdk()) {
      var files = sdk.openai().files();
      var ids = IntStream.range(0, 3).mapToObj(_ -> files.create(vision().build()).id()).toList();

      var found =
          files
              .list(
                  FileListParams.builder()
                      .limit(2)
                      .purpose("vision")
                      .order(FileListParams.Order.ASC)
                      .build())
              .autoPager()
              .stream()
              .map(FileObject::id)
              .toList();

      assertThat(found).containsAll(ids).doesNotHaveDuplicates();
    }
  }

  @Test
  void nothing_left_to_list_is_an_empty_page(LiveServer server) {
    try (var sdk = server.sdk()) {
      assertThat(
              sdk
                  .openai()
                  .files()
                  .list(FileListParams.builder().purpose("batch").build())
                  .autoPager()
                  .stream())
          .isEmpty();
    }
  }

  @Test
  void a_purpose_that_is_not_served_is_refused(LiveServer server) {
    try (var sdk = server.sdk()) {
      Refusal.uncoded(BadRequestException.class, 400, INVALID)
          .param("purpose")
          .assertRaisedBy(
              () -> sdk.openai().files().create(vision().purpose(FilePurpose.BATCH).build()));
    }
  }

  @Test
  void an_edit_works_from_a_file_that_is_deleted_afterwards(LiveServer server) {
    try (var sdk = server.sdk()) {
      var files = sdk.openai().files();
      String image = files.create(vision().build()).id();
      String body =
          """
          {"prompt":"make it winter","size":"1024x640","quality":"low","images":[{"file_id":"%s"}]}
          """
              .formatted(image);

      HttpResponse<String> answer = server.postJson("/v1/images/edits", body);
      files.delete(image);

      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      ImagesSchema.assertValid("ImagesResponseOurs", answer.body());
      assertThat(
              JsonMapper.shared()
                  .readTree(answer.body())
                  .at("/usage/input_tokens_details/image_tokens")
                  .intValue())
          .isPositive();
    }
  }

  private static FileCreateParams.Builder vision() {
    return FileCreateParams.builder()
        .file(MultipartField.<InputStream>builder().value(stream()).filename("room.png").build())
        .purpose(FilePurpose.VISION);
  }

  private static InputStream stream() {
    return new ByteArrayInputStream(PHOTO);
  }
}
