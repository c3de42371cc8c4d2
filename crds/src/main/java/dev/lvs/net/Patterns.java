package dev.lvs.net;

/** The texts of addresses as regular expressions that RE2 reads too, as the API server does. */
final class Patterns {
  private static final String BYTE = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";

  static final String IPV4 = BYTE + "([.]" + BYTE + "){3}";

  private static final String H = "[0-9a-f]{1,4}";

  /** By where the run of zero groups stands; behind one that comes first there may be an IPv4. */
  static final String IPV6 =
      String.join(
              "|",
              "(H:){7}H",
              "(H:){1,7}:",
              "(H:){1,6}:H",
              "(H:){1,5}(:H){2}",
              "(H:){1,4}(:H){3}",
              "(H:){1,3}(:H){4}",
              "(H:){1,2}(:H){5}",
              "H:(:H){6}",
              ":(:H){1,7}",
              "::",
              "::(ffff:)?" + IPV4)
          .replace("H", H);

  private Patterns() {}
}
