{{/* Labels of every object. */}}
{{- define "lvs.labels" -}}
app.kubernetes.io/part-of: lvs-operator
app.kubernetes.io/managed-by: {{ .Release.Service }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end }}

{{/* An image: list of the context and its part of the values. */}}
{{- define "lvs.image" -}}
{{- $root := index . 0 -}}
{{- $image := index . 1 -}}
{{- with $root.Values.registry }}{{ trimSuffix "/" . }}/{{ end -}}
{{ $image.repository }}
{{- if $image.digest }}@{{ $image.digest }}{{ else }}:{{ $image.tag | default $root.Chart.AppVersion }}{{ end }}
{{- end }}

{{/* Objects of a file of deploy/kustomize or crds/yaml, with labels and in the release's namespace: list of the context, the
     file and annotations. */}}
{{- define "lvs.objects" -}}
{{- $root := index . 0 -}}
{{- $text := $root.Files.Get (index . 1) | replace "lvs-system" $root.Release.Namespace -}}
{{- range $document := splitList "\n---\n" $text }}
{{- $object := fromYaml $document }}
{{- with $object.Error }}{{ fail . }}{{ end }}
{{- $labels := include "lvs.labels" $root | fromYaml }}
{{- $more := dict "labels" $labels }}
{{- with index $ 2 }}{{ $_ := set $more "annotations" . }}{{ end }}
{{- $_ := set $object "metadata" (mergeOverwrite $object.metadata $more) }}
---
{{ toYaml $object }}
{{- end }}
{{- end }}
