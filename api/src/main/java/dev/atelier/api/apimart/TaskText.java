package dev.atelier.api.apimart;

/** What is said of a task that failed, or that is not there, in each language. */
enum TaskText {
  NOT_FOUND(
      "task does not exist or has expired",
      "任务不存在或已过期",
      "작업이 존재하지 않거나 만료되었습니다",
      "タスクが存在しないか、有効期限が切れています"),
  IMAGE_BLOCKED(
      "The generated image was rejected by content moderation",
      "生成的图片未通过内容审核",
      "생성된 이미지가 콘텐츠 검수를 통과하지 못했습니다",
      "生成された画像はコンテンツ審査により拒否されました"),
  PROMPT_BLOCKED(
      "The prompt was rejected by content moderation",
      "提示词未通过内容审核",
      "프롬프트가 콘텐츠 검수를 통과하지 못했습니다",
      "プロンプトはコンテンツ審査により拒否されました"),
  REFUSED(
      "The image provider refused the request",
      "图片服务商拒绝了该请求",
      "이미지 제공자가 요청을 거부했습니다",
      "画像プロバイダーがリクエストを拒否しました"),
  CANCELLED("The task was cancelled", "任务已取消", "작업이 취소되었습니다", "タスクはキャンセルされました"),
  NOT_STARTED(
      "The task was not started in time, please try again later",
      "任务未能及时开始，请稍后重试",
      "작업이 제시간에 시작되지 않았습니다. 나중에 다시 시도하세요",
      "タスクが時間内に開始されませんでした。後でもう一度お試しください"),
  THROTTLED(
      "The image provider is busy, please try again later",
      "图片服务商繁忙，请稍后重试",
      "이미지 제공자가 혼잡합니다. 나중에 다시 시도하세요",
      "画像プロバイダーが混み合っています。後でもう一度お試しください"),
  UPSTREAM_FAILED(
      "The image provider failed, please try again",
      "图片服务商出错，请重试",
      "이미지 제공자에서 오류가 발생했습니다. 다시 시도하세요",
      "画像プロバイダーでエラーが発生しました。もう一度お試しください"),
  UNKNOWN_OUTCOME(
      "The image provider did not say whether it made the image; it was not asked again",
      "图片服务商未告知是否已生成图片，因此未再次请求",
      "이미지 제공자가 이미지 생성 여부를 알리지 않아 다시 요청하지 않았습니다",
      "画像が生成されたかどうか不明なため、再リクエストは行われませんでした"),
  NOTHING_USABLE(
      "The image provider delivered no usable image",
      "图片服务商未返回可用的图片",
      "이미지 제공자가 사용할 수 있는 이미지를 반환하지 않았습니다",
      "画像プロバイダーから使用可能な画像が返されませんでした"),
  INTERNAL(
      "The server had an error while processing the task",
      "服务器处理任务时出错",
      "서버에서 작업을 처리하는 중 오류가 발생했습니다",
      "タスクの処理中にサーバーエラーが発生しました");

  private final String en;
  private final String zh;
  private final String ko;
  private final String ja;

  TaskText(String en, String zh, String ko, String ja) {
    this.en = en;
    this.zh = zh;
    this.ko = ko;
    this.ja = ja;
  }

  String in(Language language) {
    return switch (language) {
      case EN -> en;
      case ZH -> zh;
      case KO -> ko;
      case JA -> ja;
    };
  }
}
