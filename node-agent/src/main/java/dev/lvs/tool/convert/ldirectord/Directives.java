package dev.lvs.tool.convert.ldirectord;

import dev.lvs.tool.convert.read.Notices;
import java.util.Map;
import java.util.Set;

/** Directives that do not affect the IPVS table, and notices on them. */
final class Directives {
  private static final String SCRIPT =
      "not carried over: the agent runs no scripts; watch the conditions and Events of the"
          + " resources.";
  private static final String MAIL =
      "not carried over: the agent sends no mail; alert on the conditions of the resources.";
  private static final String OWN = "not carried over: it is about ldirectord itself.";

  /** Directives that are read elsewhere in this package. */
  private static final Set<String> READ =
      Set.of(
          "real",
          "real6",
          "scheduler",
          "persistent",
          "netmask",
          "protocol",
          "schedflags",
          "ops",
          "fallback",
          "fallback6",
          "servicename",
          "checkcommand",
          "checkcount",
          "checktype",
          "database",
          "login",
          "passwd",
          "secret",
          "service",
          "checkport",
          "request",
          "receive",
          "httpmethod",
          "virtualhost",
          "checktimeout",
          "negotiatetimeout",
          "checkinterval",
          "failurecount",
          "quiescent");

  private static final Map<String, String> OTHERS =
      Map.ofEntries(
          Map.entry("autoreload", OWN),
          Map.entry("callback", SCRIPT),
          Map.entry(
              "cleanstop",
              "not carried over: the agent leaves the table as it is when it ends; lvs run"
                  + " --cleanup takes away what is its own."),
          Map.entry("comment", MAIL),
          Map.entry("emailalert", MAIL),
          Map.entry("emailalertfreq", MAIL),
          Map.entry("emailalertfrom", MAIL),
          Map.entry("emailalertstatus", MAIL),
          Map.entry("execute", OWN),
          Map.entry("fallbackcommand", SCRIPT),
          Map.entry("fork", OWN),
          Map.entry("load", "not carried over: it means nothing to ldirectord."),
          Map.entry("logfile", OWN),
          Map.entry(
              "maintenancedir",
              "not carried over: set spec.maintenance of a RealServer instead of touching a file."),
          Map.entry("monitorfile", OWN),
          Map.entry(
              "readdquiescent", "not carried over: the agent always puts back what is missing."),
          Map.entry("smtp", MAIL),
          Map.entry("supervised", OWN));

  private Directives() {}

  /** Says what there is to say of a directive, unless it is read. */
  static void tell(Directive directive, Notices notices) {
    if (READ.contains(directive.name())) {
      return;
    }
    String text = OTHERS.getOrDefault(directive.name(), "");
    if (!text.isEmpty()) { // what is not known is no form either
      notices.aside(directive.origin(), text);
    }
  }
}
