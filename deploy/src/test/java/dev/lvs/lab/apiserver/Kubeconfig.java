package dev.lvs.lab.apiserver;

/** The text of a kubeconfig with one cluster and one user who has a bearer token. */
final class Kubeconfig {

  private Kubeconfig() {}

  /** {@code authority} is the base64 of the PEM certificates that the client shall trust. */
  static String text(String server, String authority, String token) {
    return """
    apiVersion: v1
    kind: Config
    clusters:
    - name: lab
      cluster: {server: "%s", certificate-authority-data: "%s"}
    users:
    - name: lab
      user: {token: "%s"}
    contexts:
    - name: lab
      context: {cluster: lab, user: lab, namespace: default}
    current-context: lab
    """
        .formatted(server, authority, token);
  }
}
