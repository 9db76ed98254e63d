from django.http import HttpResponse
from django.urls import path

from polls.models import Question


def ask(request):
    Question.objects.create(text="Who asks?")
    return HttpResponse(f"{Question.objects.count()} questions")


urlpatterns = [path("", ask)]
