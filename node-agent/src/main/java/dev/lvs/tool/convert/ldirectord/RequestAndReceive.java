package dev.lvs.tool.convert.ldirectord;

/**
 * Request to a real server, and a Perl expression for the answer.
 *
 * @param request as ldirectord keeps it, with a slash before it
 * @param receive empty for any answer
 */
record RequestAndReceive(String request, String receive) {
  RequestAndReceive {
    request = request.startsWith("/") ? request : "/" + request;
  }

  /** The request without the slash. */
  String text() {
    return request.substring(1);
  }
}
