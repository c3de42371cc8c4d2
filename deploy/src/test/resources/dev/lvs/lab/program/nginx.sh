# nginx ADDRESS PORT: HTTP on the port, HTTPS on the next one
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=web.example -keyout key.pem -out cert.pem 2>/dev/null
mkdir -p logs
cat > nginx.conf <<END
daemon off; master_process off; pid nginx.pid; error_log stderr;
events {}
http {
  access_log off;
  client_body_temp_path tmp-1; proxy_temp_path tmp-2; fastcgi_temp_path tmp-3; uwsgi_temp_path tmp-4; scgi_temp_path tmp-5;
  server {
    listen $1:$2;
    listen $1:$(($2 + 1)) ssl;
    ssl_certificate cert.pem; ssl_certificate_key key.pem;
    location /healthz { return 200 "all is well"; }
    location /moved { return 301 /healthz; }
    location / { return 503; }
  }
}
END
exec nginx -p "$PWD" -c nginx.conf -e stderr
