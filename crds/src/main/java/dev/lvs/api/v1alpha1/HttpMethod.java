package dev.lvs.api.v1alpha1;

/** The methods of HTTP that change nothing on a server. */
public enum HttpMethod {
  GET,
  HEAD,
  OPTIONS
}
