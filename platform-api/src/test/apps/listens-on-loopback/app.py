import http.server

# The classic mistake: a fixed port, and only for this machine.
http.server.HTTPServer(("127.0.0.1", 5000), http.server.SimpleHTTPRequestHandler).serve_forever()
